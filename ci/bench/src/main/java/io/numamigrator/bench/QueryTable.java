package io.numamigrator.bench;

import io.numamigrator.NumaMigrator;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Queries of all lengths on small pages that are all present. */
final class QueryTable {

    private static final int[] COUNTS = {1, 8, 512, 4096, 1 << 16, 1 << 20};

    private final NumaMigrator numa;
    private final Effort effort;
    private final List<Gate> gates = new ArrayList<>();

    QueryTable(NumaMigrator numa, Effort effort) {
        this.numa = numa;
        this.effort = effort;
    }

    Section measure() {
        int[] counts = IntStream.of(COUNTS).filter(count -> count <= effort.mostPages()).toArray();
        StringBuilder head = new StringBuilder("| CPU time / C, median (10 %–90 %) |");
        StringBuilder c = new StringBuilder("| C, itself |");
        List<StringBuilder> rows = new ArrayList<>();
        try (Memory memory = Memory.small(counts[counts.length - 1])) {
            showEveryLength(memory, counts);
            for (int count : counts) {
                List<Duel.Outcome> outcomes =
                        new Duel(QueryJobs.c(memory, count), QueryJobs.peers(numa, memory, count), count).run(effort);
                head.append(" N = ").append(count).append(" |");
                c.append(' ').append(outcomes.getFirst().yardstickNanos().asTime()).append(" |");
                for (int i = 0; i < outcomes.size(); i++) {
                    if (rows.size() == i) {
                        rows.add(new StringBuilder("| ").append(outcomes.get(i).name()).append(" |"));
                    }
                    rows.get(i).append(' ').append(outcomes.get(i).ratio().asRatio()).append(" |");
                }
                addGates(count, outcomes);
            }
        }
        return new Section("## Query\n\n" + head + "\n|" + "---|".repeat(counts.length + 1) + "\n" + c + "\n"
                + String.join("\n", rows) + "\n", gates);
    }

    /** Run the library at every length first: a service asks short and long questions of one compiled method. */
    private void showEveryLength(Memory memory, int[] counts) {
        for (int count : counts) {
            QueryJobs.reused(numa, memory, count).timed(1 + 20_000 / count, count);
        }
    }

    private void addGates(int count, List<Duel.Outcome> outcomes) {
        double limit = count == 1 ? 1.25 : count == 8 ? 1.12 : 1.05;
        double target = count == 1 ? 1.10 : count == 8 ? 1.03 : 1.01;
        double reused = median(outcomes, QueryJobs.REUSED);
        gates.add(Gate.atMost("query, N = " + count + ", of C's time", reused, limit, target));
        gates.add(Gate.atMost("query, N = " + count + ", of JNI's time", reused / median(outcomes, QueryJobs.JNI), 1.05,
                0.93));
        if (count == 1) {
            gates.add(Gate.atLeast("query, N = 1, times faster than JNA's interface mapping",
                    median(outcomes, QueryJobs.JNA_INTERFACE) / reused, 5, 7.1));
        }
    }

    private static double median(List<Duel.Outcome> outcomes, String name) {
        return outcomes.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow().ratio().median();
    }
}
