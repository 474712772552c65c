package io.numamigrator.bench;

import io.numamigrator.NumaMigrator;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves of pages that are where they shall be.
 *
 * <p>The library looks first and moves only what is elsewhere; C hands every page to move_pages(2). Moves between nodes need a
 * machine that has several.
 */
final class MoveTable {

    private static final int[] COUNTS = {1, 8, 512, 4096, 1 << 16};

    private final NumaMigrator numa;
    private final Effort effort;

    MoveTable(NumaMigrator numa, Effort effort) {
        this.numa = numa;
        this.effort = effort;
    }

    Section measure() {
        StringBuilder table = new StringBuilder("""
                ## Move in place

                | pages | C | numa-migrator / C | JNI / C |
                |---|---|---|---|
                """);
        List<Gate> gates = new ArrayList<>();
        try (Memory memory = Memory.small(1 << 16)) {
            int node = numa.locate(memory.first(1)).node(0);
            numa.move(memory.first(memory.pages()), node).orThrow();
            for (int count : COUNTS) {
                List<Job> peers = List.of(MoveJobs.ours(numa, memory, count, node),
                        MoveJobs.jni(memory, count, node));
                List<Duel.Outcome> outcomes = new Duel(MoveJobs.c(memory, count, node), peers, count).run(effort);
                Spread ours = outcomes.get(0).ratio();
                table.append("| ").append(count).append(" | ").append(outcomes.get(0).yardstickNanos().asTime())
                        .append(" | ").append(ours.asRatio()).append(" | ")
                        .append(outcomes.get(1).ratio().asRatio()).append(" |\n");
                gates.add(Gate.atMost("move in place, " + count + ", of C's time", ours.median(),
                        count < 512 ? 1.20 : 1.03, count < 512 ? 1.09 : 0.50));
            }
        }
        return new Section(table.toString(), gates);
    }
}
