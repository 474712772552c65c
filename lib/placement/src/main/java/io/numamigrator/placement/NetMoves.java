package io.numamigrator.placement;

import io.numamigrator.MemoryRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Sums up moves of which some are about the same pages: a page goes back to where it was before the first of them, and is expected where the
 * last one left it.
 */
final class NetMoves {

    private final int pageBytes;
    private final NavigableMap<Long, PlanEntry> byStart = new TreeMap<>(Long::compareUnsigned);

    private NetMoves(int pageBytes) {
        this.pageBytes = pageBytes;
    }

    /** Sums up ways back in the order in which the moves were made. */
    static List<PlanEntry> of(List<PlanEntry> back, int pageBytes) {
        NetMoves net = new NetMoves(pageBytes);
        back.forEach(net::add);
        return List.copyOf(net.byStart.values());
    }

    private void add(PlanEntry later) {
        long at = later.range().start();
        for (PlanEntry earlier : overlapping(later.range())) {
            byStart.remove(earlier.range().start());
            MemoryRange both = Areas.common(earlier.range(), later.range());
            long from = both.start();
            long to = both.end();
            put(earlier, earlier.range().start(), from, earlier.target());
            put(later, at, from, later.target());
            // Moved twice: back to where it was first; nothing is left to do where it is there again.
            if (earlier.target() != nodeOf(later)) {
                put(later, from, to, earlier.target());
            }
            put(earlier, to, earlier.range().end(), earlier.target());
            at = to;
        }
        put(later, at, later.range().end(), later.target());
    }

    private List<PlanEntry> overlapping(MemoryRange range) {
        List<PlanEntry> found = new ArrayList<>();
        Map.Entry<Long, PlanEntry> first = byStart.floorEntry(range.start());
        if (first != null && first.getValue().range().end() - range.start() > 0) {
            found.add(first.getValue());
        }
        found.addAll(byStart.subMap(range.start(), first == null || first.getKey() != range.start(), range.end(), false)
                .values());
        return found;
    }

    private static int nodeOf(PlanEntry entry) {
        return ((Expected.Runs) entry.expected()).runs().getFirst().node();
    }

    private void put(PlanEntry like, long start, long end, int target) {
        if (end - start > 0) {
            MemoryRange range = new MemoryRange(start, end - start);
            Expected now = new Expected.Runs(List.of(new Expected.Run((end - start) / pageBytes, nodeOf(like))));
            byStart.put(start, new PlanEntry(range, like.area(), now, target, like.reason(), like.priority()));
        }
    }
}
