package io.numamigrator.engine;

import io.numamigrator.pages.MovePlan;
import io.numamigrator.pages.PageCode;
import io.numamigrator.pages.PageLimit;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Entries that can share a call: one target node, one scope to hold open.
 *
 * <p>An entry is a page, or all the pages under one huge entry, named by the first of them. Single pages that follow each other in the
 * request are kept as one stretch.
 */
final class MoveBatch {

    private static final int FIRST_CAPACITY = 16;

    private final int node;
    private final MemorySegment holder;

    /** First page of each stretch, and the number of its first entry; the number of the entry after the last follows. */
    private int[] page = new int[FIRST_CAPACITY];

    private int[] entry = new int[FIRST_CAPACITY + 1];

    /** Pages of each entry of a stretch: 1, or those of the one huge entry that it is. */
    private int[] span = new int[FIRST_CAPACITY];

    private int stretches;

    /** What is told of neighbouring entries: each has {@code span} pages, and if that is not 1 there is one of them. */
    interface Part {
        void on(int entry, int count, int firstPage, int span);
    }

    private MoveBatch(int node, MemorySegment holder) {
        this.node = node;
        this.holder = holder;
    }

    /** Group the pages that are in memory on a node other than their target. */
    static List<MoveBatch> of(MovePlan request, short[] status, HugeSpans huge) {
        return group(request, status, huge, (now, node) -> now >= 0 && now != node);
    }

    /** Group the pages that were refused as busy. */
    static List<MoveBatch> busy(MovePlan request, short[] status, HugeSpans huge) {
        return group(request, status, huge, (now, _) -> now == PageCode.EBUSY);
    }

    private interface Wanted {
        boolean test(short status, int node);
    }

    private static List<MoveBatch> group(MovePlan request, short[] status, HugeSpans huge, Wanted wanted) {
        Map<Integer, Map<Object, MoveBatch>> byNode = new TreeMap<>();
        for (int run = 0; run < request.runs(); run++) {
            int node = request.nodeOfRun(run);
            int limit = request.firstPage(run + 1);
            int nextSpan = huge.firstFrom(request.firstPage(run));
            for (int i = request.firstPage(run); i < limit;) {
                boolean isHuge = huge.first(nextSpan) == i;
                int end = isHuge ? i + huge.length(nextSpan++) : Math.min(limit, huge.first(nextSpan));
                int stop = isHuge ? end : endOfAlike(status, i, end, node, wanted);
                if (wanted.test(status[i], node)) {
                    groupOf(byNode, request.holderOfRun(run), node).add(i, stop - i, isHuge);
                }
                i = stop;
            }
        }
        List<MoveBatch> groups = new ArrayList<>();
        byNode.values().forEach(byScope -> groups.addAll(byScope.values()));
        return groups;
    }

    /** Return the first page after {@code from} that is wanted where {@code from} is not, or the other way round. */
    private static int endOfAlike(short[] status, int from, int end, int node, Wanted wanted) {
        boolean first = wanted.test(status[from], node);
        int i = from + 1;
        while (i < end && wanted.test(status[i], node) == first) {
            i++;
        }
        return i;
    }

    private static MoveBatch groupOf(Map<Integer, Map<Object, MoveBatch>> byNode, MemorySegment holder, int node) {
        return byNode.computeIfAbsent(node, _ -> new IdentityHashMap<>())
                .computeIfAbsent(holder.scope(), _ -> new MoveBatch(node, holder));
    }

    private void add(int firstPage, int pages, boolean isHuge) {
        if (stretches == page.length) {
            int length = PageLimit.longer(stretches);
            page = Arrays.copyOf(page, length);
            span = Arrays.copyOf(span, length);
            entry = Arrays.copyOf(entry, length + 1);
        }
        page[stretches] = firstPage;
        span[stretches] = isHuge ? pages : 1;
        entry[stretches + 1] = entry[stretches] + (isHuge ? 1 : pages);
        stretches++;
    }

    int node() {
        return node;
    }

    MemorySegment holder() {
        return holder;
    }

    /** Return the number of entries. */
    int count() {
        return entry[stretches];
    }

    /** Return how many entries from {@code from} on have so many pages together, or a few more, but at most {@code most} entries. */
    int batch(int from, int most, int pages) {
        int n = 0;
        int left = pages;
        for (int i = stretchOf(from); i < stretches && n < most && left > 0; i++) {
            int here = Math.min(entry[i + 1] - from - n, Math.min(most - n, left));
            n += here;
            left -= here * span[i];
        }
        return n;
    }

    /** Tell of entries {@code [from, limit)}, ascending. */
    void each(int from, int limit, Part part) {
        int at = from;
        for (int i = stretchOf(from); at < limit; i++) {
            int stop = Math.min(limit, entry[i + 1]);
            part.on(at, stop - at, page[i] + at - entry[i], span[i]);
            at = stop;
        }
    }

    private int stretchOf(int number) {
        int found = Arrays.binarySearch(entry, 0, stretches, number);
        return found >= 0 ? found : -found - 2;
    }
}
