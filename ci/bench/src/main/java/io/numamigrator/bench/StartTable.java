package io.numamigrator.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whole processes, started in turn: from exec to an answer and to the end, compared with a JVM that says hello. */
final class StartTable {

    private final Effort effort;
    private final Path work = Path.of(System.getProperty("bench.work"));

    StartTable(Effort effort) {
        this.effort = effort;
    }

    /**
     * A program to start.
     *
     * @param line the line of its output that holds the kernel's first answer
     * @param limit how many times hello's time this may take; 0 for no limit
     * @param target how many times it should take
     */
    private record Program(String name, int line, List<String> words, double limit, double target) {}

    /** The samples of one program in ns. */
    private record Samples(double[] answer, double[] end, double[] cpu) {

        Samples(int rounds) {
            this(new double[rounds], new double[rounds], new double[rounds]);
        }
    }

    Section measure() {
        List<Program> programs = programs();
        List<Samples> samples = programs.stream().map(_ -> new Samples(effort.starts())).toList();
        for (int round = -1; round < effort.starts(); round++) {
            for (int i = 0; i < programs.size(); i++) {
                long[] times = run(programs.get(i).line(), programs.get(i).words());
                if (round >= 0) {
                    samples.get(i).end()[round] = times[0];
                    samples.get(i).cpu()[round] = times[1];
                    samples.get(i).answer()[round] = times[2];
                }
            }
        }
        return section(programs, samples);
    }

    private static Section section(List<Program> programs, List<Samples> samples) {
        StringBuilder table = new StringBuilder("""
                ## Start-up, wall time to the kernel's first answer in the output

                | program | first answer | end | CPU | first answer / hello | end / hello |
                |---|---|---|---|---|---|
                """);
        List<Gate> gates = new ArrayList<>();
        Samples hello = samples.getFirst();
        for (int i = 0; i < programs.size(); i++) {
            Program program = programs.get(i);
            Samples own = samples.get(i);
            Spread ratio = Spread.ofRatios(own.answer(), hello.answer());
            table.append(String.format(Locale.ROOT, "| %s | %s | %s | %s | %s | %s |%n", program.name(),
                    Spread.of(own.answer()).asTime(), Spread.of(own.end()).asTime(), Spread.of(own.cpu()).asTime(),
                    ratio.asRatio(), Spread.ofRatios(own.end(), hello.end()).asRatio()));
            if (program.limit() > 0) {
                gates.add(Gate.atMost("start, " + program.name() + ", first answer, of hello's wall time",
                        ratio.median(), program.limit(), program.target()));
            }
        }
        return new Section(table.toString(), gates);
    }

    private List<Program> programs() {
        List<Program> programs = new ArrayList<>();
        String classes = System.getProperty("java.class.path");
        programs.add(new Program("hello-world JVM", 1, List.of(java(), "-cp", classes, Hello.class.getName()), 0, 0));
        programs.add(new Program("first query, class path", 1, onClassPath(classes), 4.5, 3.9));
        programs.add(new Program("first query, module path", 1, java(FirstQuery.class), 0, 0));
        programs.add(new Program("first query, archive, SerialGC, C1", 1, archived(FirstQuery.class), 2.75, 2.1));
        Path numa = Path.of(System.getProperty("bench.top"), "ci", "numa");
        programs.add(new Program("ci/numa where self", 2, List.of(numa.toString(), "where", "self"), 4.5, 2.75));
        return programs;
    }

    private static long[] run(int line, List<String> words) {
        long[] times = new long[3];
        int status = CSide.run(words.toArray(String[]::new), line, times);
        if (status != 0 || times[2] < 0) {
            throw new IllegalStateException("status " + status + " of " + String.join(" ", words)
                    + (times[2] < 0 ? ", which did not print line " + line : ""));
        }
        return times;
    }

    private static List<String> onClassPath(String classes) {
        String modules = Path.of(System.getProperty("jdk.module.path"), "*").toString();
        return List.of(java(), "--enable-native-access=ALL-UNNAMED", "-cp", classes + ":" + modules,
                FirstQuery.class.getName());
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static List<String> java(Class<?> program, String... options) {
        List<String> words = new ArrayList<>();
        words.add(java());
        words.addAll(List.of(options));
        words.addAll(List.of("-p", System.getProperty("jdk.module.path"), "--add-modules", "io.numamigrator",
                "--enable-native-access=io.numamigrator.bindings", "-cp", System.getProperty("java.class.path"),
                program.getName()));
        return words;
    }

    /** Write an archive of the classes that a program loads, the best kind that this JDK knows, and start from it. */
    private List<String> archived(Class<?> program) {
        boolean aot = Runtime.version().feature() >= 25;
        Path archive = work.resolve("first-query." + (aot ? "aot" : "jsa"));
        String[] write = {aot ? "-XX:AOTCacheOutput=" + archive : "-XX:ArchiveClassesAtExit=" + archive,
            "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"};
        run(1, java(program, write));
        write[0] = aot ? "-XX:AOTCache=" + archive : "-XX:SharedArchiveFile=" + archive;
        return java(program, write);
    }
}
