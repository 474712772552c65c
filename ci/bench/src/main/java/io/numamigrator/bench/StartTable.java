package io.numamigrator.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whole processes, started in turn: from exec to exit, compared with a JVM that says hello. */
final class StartTable {

    private final Effort effort;
    private final Path work = Path.of(System.getProperty("bench.work"));

    StartTable(Effort effort) {
        this.effort = effort;
    }

    /** A program to start, and how many times hello's wall time it may take and should take. */
    private record Program(String name, List<String> words, double limit, double target) {
    }

    Section measure() {
        List<Program> programs = programs();
        double[][] wall = new double[programs.size()][effort.starts()];
        double[][] cpu = new double[programs.size()][effort.starts()];
        for (int round = -1; round < effort.starts(); round++) {
            for (int i = 0; i < programs.size(); i++) {
                long[] times = run(programs.get(i).words());
                if (round >= 0) {
                    wall[i][round] = times[0];
                    cpu[i][round] = times[1];
                }
            }
        }
        return section(programs, wall, cpu);
    }

    private Section section(List<Program> programs, double[][] wall, double[][] cpu) {
        StringBuilder table = new StringBuilder("""
                ## Start-up, ms

                | program | wall | CPU | wall / hello | CPU / hello |
                |---|---|---|---|---|
                """);
        List<Gate> gates = new ArrayList<>();
        for (int i = 0; i < programs.size(); i++) {
            Program program = programs.get(i);
            Spread ratio = Spread.ofRatios(wall[i], wall[0]);
            table.append(String.format(Locale.ROOT, "| %s | %s | %s | %s | %s |%n", program.name(),
                    Spread.of(wall[i]).asTime(), Spread.of(cpu[i]).asTime(), ratio.asRatio(),
                    Spread.ofRatios(cpu[i], cpu[0]).asRatio()));
            if (i > 0) {
                gates.add(Gate.atMost("start, " + program.name() + ", of hello's wall time", ratio.median(),
                        program.limit(), program.target()));
            }
        }
        return new Section(table.toString(), gates);
    }

    private List<Program> programs() {
        List<Program> programs = new ArrayList<>();
        programs.add(new Program("hello-world JVM", List.of(java(), "-cp", System.getProperty("java.class.path"), Hello.class.getName()), 1, 1));
        programs.add(new Program("first query", java(FirstQuery.class), 4.5, 3.9));
        programs.add(new Program("first query, archive, SerialGC, C1", archived(FirstQuery.class), 2.75, 2.1));
        Path numa = Path.of(System.getProperty("bench.top"), "ci", "numa");
        if (Files.isExecutable(numa)) {
            programs.add(new Program("ci/numa where self", List.of(numa.toString(), "where", "self"), 4.5, 2.75));
        }
        return programs;
    }

    private static long[] run(List<String> words) {
        long[] times = new long[2];
        int status = CSide.run(words.toArray(String[]::new), times);
        if (status != 0) {
            throw new IllegalStateException("status " + status + " of " + String.join(" ", words));
        }
        return times;
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
        run(java(program, write));
        write[0] = aot ? "-XX:AOTCache=" + archive : "-XX:SharedArchiveFile=" + archive;
        return java(program, write);
    }
}
