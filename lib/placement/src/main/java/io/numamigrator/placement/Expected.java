package io.numamigrator.placement;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Where a plan expects the pages of a range to be before it is applied. */
public sealed interface Expected {

    /**
     * Pages one after the other that are on the same node.
     *
     * @param pages how many, at least 1
     * @param node their node, or {@link #NO_PAGE}
     */
    record Run(long pages, int node) {

        /** The node of addresses that have no page, or whose page nobody told of. */
        public static final int NO_PAGE = -1;

        /** Checks both numbers. */
        public Run {
            if (pages < 1) {
                throw new IllegalArgumentException("a run of " + pages + " pages");
            }
            if (node < NO_PAGE) {
                throw new IllegalArgumentException("node " + node + " of a run");
            }
        }
    }

    /** Page by page, as runs from the first address of the range to its end. */
    record Runs(List<Run> runs) implements Expected {

        /** Keeps an unmodifiable copy. */
        public Runs {
            runs = List.copyOf(runs);
        }
    }

    /** How many pages are on each node, ascending by node; the others have no page. */
    record Counts(Map<Integer, Long> byNode) implements Expected {

        /** Keeps an unmodifiable copy, and checks the numbers. */
        public Counts {
            byNode.forEach((node, pages) -> {
                if (node < 0 || pages < 1) {
                    throw new IllegalArgumentException(pages + " pages on node " + node);
                }
            });
            byNode = Collections.unmodifiableMap(new TreeMap<>(byNode));
        }
    }

    /** Nothing is known: the plan fits wherever they are. */
    record Anywhere() implements Expected {}

    /**
     * Returns how many pages this speaks of, those without a node included where they are told.
     *
     * @throws ArithmeticException if that is no 64-bit number
     */
    default long pages() {
        return switch (this) {
            case Runs(List<Run> runs) -> runs.stream().mapToLong(Run::pages).reduce(0, Math::addExact);
            case Counts(Map<Integer, Long> byNode) -> byNode.values().stream().reduce(0L, Math::addExact);
            case Anywhere() -> 0;
        };
    }

    /** Returns how many pages are expected on each node. */
    default Map<Integer, Long> byNode() {
        return switch (this) {
            case Runs(List<Run> runs) -> {
                Map<Integer, Long> pages = new TreeMap<>();
                runs.stream().filter(run -> run.node() != Run.NO_PAGE)
                        .forEach(run -> pages.merge(run.node(), run.pages(), Long::sum));
                yield pages;
            }
            case Counts(Map<Integer, Long> byNode) -> byNode;
            case Anywhere() -> Map.of();
        };
    }
}
