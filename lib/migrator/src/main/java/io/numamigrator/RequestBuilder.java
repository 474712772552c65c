package io.numamigrator;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Turns the parts of a placement into disjoint ascending runs; of two parts that name a page, the later one wins. */
final class RequestBuilder {

    /** Pages {@code [page, behind)} counted from address 0, unsigned. */
    private record Run(long page, long behind, int node, MemorySegment holder) {
        Run until(long cut) {
            return new Run(page, cut, node, holder);
        }

        Run from(long cut) {
            return new Run(cut, behind, node, holder);
        }
    }

    private final int pageSize;
    private final int pageShift;
    private final List<Run> inOrder = new ArrayList<>();

    RequestBuilder(int pageSize) {
        this.pageSize = pageSize;
        this.pageShift = Integer.numberOfTrailingZeros(pageSize);
    }

    static Request build(Placement placement, int pageSize) {
        RequestBuilder builder = new RequestBuilder(pageSize);
        for (Placement.Part part : placement.parts()) {
            switch (part) {
                case Placement.Part.OfSegment(MemorySegment segment, int node) ->
                    builder.add(segment.address(), segment.byteSize(), node, Segments.requireUsable(segment));
                case Placement.Part.OfRange(MemoryRange range, int node) ->
                    builder.add(range.start(), range.bytes(), node, MemorySegment.NULL);
                case Placement.Part.OfAddresses(long[] addresses, int[] nodes) -> {
                    for (int i = 0; i < addresses.length; i++) {
                        builder.add(addresses[i], 1, nodes[i], MemorySegment.NULL);
                    }
                }
            }
        }
        return builder.build();
    }

    private void add(long start, long bytes, int node, MemorySegment holder) {
        if (bytes == 0) {
            return;
        }
        long page = start >>> pageShift;
        long last = (start + bytes - 1) >>> pageShift;
        inOrder.add(new Run(page, last + 1, node, holder));
    }

    private Request build() {
        List<Run> runs = isDisjointAscending() ? inOrder : laterWins();
        int n = runs.size();
        long[] start = new long[n];
        int[] first = new int[n + 1];
        int[] node = new int[n];
        MemorySegment[] holder = new MemorySegment[n];
        for (int i = 0; i < n; i++) {
            Run run = runs.get(i);
            start[i] = run.page << pageShift;
            first[i + 1] = Math.toIntExact(first[i] + (run.behind - run.page));
            node[i] = run.node;
            holder[i] = run.holder;
        }
        return new Request(start, first, node, holder, pageSize);
    }

    private boolean isDisjointAscending() {
        for (int i = 1; i < inOrder.size(); i++) {
            if (inOrder.get(i).page < inOrder.get(i - 1).behind) {
                return false;
            }
        }
        return true;
    }

    private List<Run> laterWins() {
        NavigableMap<Long, Run> kept = new TreeMap<>();
        for (Run run : inOrder) {
            carve(kept, run.page, run.behind);
            kept.put(run.page, run);
        }
        return List.copyOf(kept.values());
    }

    /** Remove pages {@code [page, behind)} from the kept runs, cutting those that reach over an end. */
    private static void carve(NavigableMap<Long, Run> kept, long page, long behind) {
        Map.Entry<Long, Run> below = kept.lowerEntry(page);
        if (below != null && below.getValue().behind > page) {
            Run cut = below.getValue();
            kept.put(cut.page, cut.until(page));
            if (cut.behind > behind) {
                kept.put(behind, cut.from(behind));
            }
        }
        for (Map.Entry<Long, Run> at = kept.ceilingEntry(page);
                at != null && at.getKey() < behind;
                at = kept.ceilingEntry(page)) {
            Run cut = at.getValue();
            kept.remove(cut.page);
            if (cut.behind > behind) {
                kept.put(behind, cut.from(behind));
            }
        }
    }
}
