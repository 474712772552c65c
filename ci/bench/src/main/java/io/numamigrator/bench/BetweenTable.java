package io.numamigrator.bench;

import io.numamigrator.MoveResult;
import io.numamigrator.NumaMigrator;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Moves of 64 MiB between two nodes, to and fro: a C loop, the library with its results verified, and migspeed.
 *
 * <p>Figures are wall time, because migspeed tells no other. It moves pages of a process of its own by migrate_pages(2).
 */
final class BetweenTable {

    private static final int PAGES = 16384;
    private static final String MIGSPEED = "bench.migspeed";

    /** A move takes seconds under emulation: few rounds, and some before them, until the compiler is done with ours. */
    private static final int MOST_ROUNDS = 8;

    private static final int WARMING = 5;

    private final NumaMigrator numa;
    private final int rounds;

    BetweenTable(NumaMigrator numa, Effort effort) {
        this.numa = numa;
        this.rounds = Math.min(MOST_ROUNDS, effort.rounds() / 5);
    }

    /** Moves pages to a node and returns how many are there. */
    private interface Way {
        long to(int node);
    }

    Section measure() {
        int[] nodes = numa.topology().withMemory().stream().limit(2).toArray();
        if (nodes.length < 2) {
            throw new IllegalStateException("moves between nodes need two of them; ci/bench/run --vm has a guest");
        }
        double[] c = new double[rounds];
        double[] ours = new double[rounds];
        double[] migspeed = new double[rounds];
        try (Memory memory = Memory.small(PAGES)) {
            MemorySegment all = memory.first(PAGES);
            numa.move(all, nodes[0]).orThrow();
            Way inC = node -> CSide.move(memory.base(), PAGES, node, 1);
            Way inJava = node -> {
                MoveResult result = numa.move(all, node).orThrow();
                return (long) result.moved() + result.alreadyThere();
            };
            for (int round = -WARMING; round < rounds; round++) {
                double first = there(round % 2 == 0 ? inC : inJava, nodes);
                double second = there(round % 2 == 0 ? inJava : inC, nodes);
                double other = Migspeed.nanos(System.getProperty(MIGSPEED), PAGES, nodes[0], nodes[1]);
                if (round >= 0) {
                    c[round] = round % 2 == 0 ? first : second;
                    ours[round] = round % 2 == 0 ? second : first;
                    migspeed[round] = other;
                }
            }
        }
        return section(Spread.of(c), List.of(
                new Row("numa-migrator, verified", Spread.of(ours), Spread.ofRatios(ours, c)),
                new Row("migspeed", Spread.of(migspeed), Spread.ofRatios(migspeed, c))));
    }

    /** Return the wall time of a move of all pages in ns, the mean of one there and one back. */
    private static double there(Way way, int[] nodes) {
        long begin = System.nanoTime();
        long moved = way.to(nodes[1]) + way.to(nodes[0]);
        long end = System.nanoTime();
        if (moved != 2 * PAGES) {
            throw new IllegalStateException(moved + " pages are where they shall be, not " + 2 * PAGES);
        }
        return (end - begin) / 2.0;
    }

    private record Row(String name, Spread nanos, Spread ratio) {}

    private static Section section(Spread c, List<Row> rows) {
        StringBuilder table = new StringBuilder("""
                ## Moves of 64 MiB between two nodes

                | way | time | of C's time, median (10 %–90 %) |
                |---|---|---|
                """);
        table.append("| C, move_pages(2) and a scan of the statuses | ").append(c.asTime()).append(" | |\n");
        rows.forEach(row -> table.append("| ").append(row.name()).append(" | ").append(row.nanos().asTime())
                .append(" | ").append(row.ratio().asRatio()).append(" |\n"));
        return new Section(table.toString(), List.of(
                Gate.atMost("between nodes, 64 MiB, of C's time", rows.getFirst().ratio().median(), 1.10, 1.00)));
    }
}
