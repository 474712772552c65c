package io.numamigrator.bench;

import io.numamigrator.NumaMigrator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Measures everything, prints the tables, and says which gates were reached. */
final class Bench {

    private static final String USAGE =
            """
                    usage: ci/bench/run [--quick] [query] [move] [allocation] [threads] [range] [start] [simulation]
                           ci/bench/run --vm [--quick]
                    Without names everything is measured. If not --quick, the tables are kept: that of the simulation, by name too,
                    in ci/bench/SIMULATION.md, those of the real kernel, when all are measured, in ci/bench/RESULTS.md.
                    With --vm, moves between nodes are measured in a guest, and kept in ci/bench/GUEST.md.""";

    /** The section that needs two nodes. */
    private static final String BETWEEN = "between";

    private static final String SIMULATION = "simulation";

    private Bench() {}

    public static void main(String[] arguments) throws IOException {
        List<String> names = new ArrayList<>(List.of(arguments));
        boolean quick = names.remove("--quick");
        try (NumaMigrator numa = NumaMigrator.system()) {
            Map<String, Supplier<Section>> sections = sections(numa, quick ? Effort.QUICK : Effort.FULL);
            if (!sections.keySet().containsAll(names)) {
                System.err.println(USAGE);
                System.exit(2);
            }
            if (numa.backend().pageSize() != Memory.PAGE) {
                System.err.println("the C side counts in pages of 4 KiB; this kernel's are larger");
                System.exit(1);
            }
            Set<String> wanted = new LinkedHashSet<>(names.isEmpty() ? sections.keySet() : names);
            boolean whole = names.isEmpty() && wanted.remove(BETWEEN);
            boolean simulation = wanted.remove(SIMULATION);
            if (!wanted.isEmpty()) {
                keep(measure(sections, wanted), whole && !quick, "bench.results");
            }
            if (simulation) {
                keep(measure(sections, Set.of(SIMULATION)), !quick, "bench.simulation");
            }
        }
    }

    private static void keep(String results, boolean inFile, String file) throws IOException {
        System.out.println(results);
        if (inFile) {
            Files.writeString(Path.of(System.getProperty(file)), results);
        }
    }

    private static Map<String, Supplier<Section>> sections(NumaMigrator numa, Effort effort) {
        Map<String, Supplier<Section>> sections = new LinkedHashMap<>();
        sections.put("query", new QueryTable(numa, effort)::measure);
        sections.put("move", new MoveTable(numa, effort)::measure);
        sections.put("allocation", new AllocationTable(numa, effort)::measure);
        sections.put("threads", new ThreadsTable(numa, effort)::measure);
        sections.put("range", new RangeTable(numa, effort)::measure);
        sections.put("start", new StartTable(effort)::measure);
        sections.put(SIMULATION, new SimulationTable(effort)::measure);
        sections.put(BETWEEN, new BetweenTable(numa, effort)::measure);
        return sections;
    }

    private static String measure(Map<String, Supplier<Section>> sections, Set<String> wanted) throws IOException {
        Kind kind = wanted.contains(BETWEEN) ? Kind.BETWEEN : wanted.contains(SIMULATION) ? Kind.SIMULATION : Kind.HERE;
        StringBuilder text = new StringBuilder("# ").append(kind.title).append("\n\n").append(Machine.line());
        StringBuilder tables = new StringBuilder();
        StringBuilder gates = new StringBuilder("""
                ## Gates

                | figure | found | gate | target | |
                |---|---|---|---|---|
                """);
        for (Map.Entry<String, Supplier<Section>> each : sections.entrySet()) {
            if (wanted.contains(each.getKey())) {
                System.err.println("measuring: " + each.getKey());
                Section section = each.getValue().get();
                tables.append(section.markdown()).append('\n');
                section.gates().forEach(gate -> gates.append(gate.row()).append('\n'));
            }
        }
        return text.append(" at the start, ").append(Machine.load()).append(" at the end\n\n")
                .append(kind.method).append('\n')
                .append(tables).append(gates).toString();
    }

    /** What is measured, and how. */
    private enum Kind {
        HERE("Benchmark against C, JNI and JNA",
                """
                        One process, one thread. Every way of the job runs in turn, pair by pair with C and round by round; figures are
                        thread CPU time (CLOCK_THREAD_CPUTIME_ID), medians and 10th to 90th percentiles. The job is: make the address
                        list, call move_pages(2), scan all statuses. Written by `ci/bench/run`.
                        """),
        BETWEEN("Moves between nodes, in a guest",
                """
                        Under emulation (QEMU, TCG): the ratios count, the times say nothing of a machine. The ways run in turn, round by
                        round, C first in one round and second in the next; a figure is the wall time of one move, the mean of there and
                        back. Written by `ci/bench/run --vm`.
                        """),
        SIMULATION("The simulated machine",
                """
                        One process, one thread where not told otherwise; figures are thread CPU time, medians. Lists of 65536 pages, 4096
                        a call. Where the library is not named, the system call is made itself, as the library makes it. Written by
                        `ci/bench/run simulation`.
                        """);

        private final String title;
        private final String method;

        Kind(String title, String method) {
            this.title = title;
            this.method = method;
        }
    }
}
