package io.numamigrator.placement;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares where the pages of one entry are with where it expects them, page after page. */
final class PageComparison {

    private final PlanEntry entry;
    private final long pages;
    private final List<Expected.Run> runs;
    private final Map<Integer, Long> found = new TreeMap<>();
    private int run;
    private long usedOfRun;
    private long done;
    private long elsewhere;
    private long missing;

    PageComparison(PlanEntry entry, int pageBytes) {
        this.entry = entry;
        this.pages = entry.pages(pageBytes);
        this.runs = entry.expected() instanceof Expected.Runs(List<Expected.Run> expected) ? expected : List.of();
    }

    int target() {
        return entry.target();
    }

    /** Adds the next page, which is on a node, or on none: a negative number. */
    void add(int node) {
        done++;
        if (runs.isEmpty()) {
            if (node >= 0) {
                found.merge(node, 1L, Long::sum);
            }
            return;
        }
        int expected = runs.get(run).node();
        if (++usedOfRun == runs.get(run).pages()) {
            run++;
            usedOfRun = 0;
        }
        if (expected >= 0 && node < 0) {
            missing++;
        } else if (expected >= 0 && node != expected && node != entry.target()) {
            elsewhere++;
        }
    }

    boolean isDone() {
        return done == pages;
    }

    Optional<Finding> finding() {
        if (entry.expected() instanceof Expected.Counts(Map<Integer, Long> byNode)) {
            compareCounts(byNode);
        }
        return elsewhere == 0 && missing == 0
                ? Optional.empty()
                : Optional.of(new Finding.PagesElsewhere(entry, elsewhere, missing));
    }

    /** Pages that came since are no difference, as long as none is gone; of those that are gone some may have moved. */
    private void compareCounts(Map<Integer, Long> expected) {
        long gained = 0;
        long lost = 0;
        Set<Integer> nodes = new TreeSet<>(expected.keySet());
        nodes.addAll(found.keySet());
        for (int node : nodes) {
            long more = found.getOrDefault(node, 0L) - expected.getOrDefault(node, 0L);
            if (more < 0) {
                lost -= more;
            } else if (node != entry.target()) {
                gained += more;
            }
        }
        long present = found.values().stream().mapToLong(Long::longValue).sum();
        missing = Math.max(0, entry.expected().pages() - present);
        elsewhere = Math.min(gained, Math.max(0, lost - missing));
    }
}
