package io.numamigrator.engine;

import io.numamigrator.Placement;
import io.numamigrator.kernel.Segments;
import io.numamigrator.pages.MovePlan;
import io.numamigrator.pages.PageLimit;
import io.numamigrator.pages.PlacementParts;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Turns the parts of a placement into disjoint ascending runs; of two parts that name a page, the later one wins. */
public final class MovePlanner implements PlacementParts {

    /** Pages {@code [page, limit)} counted from address 0, unsigned. */
    private record Run(long page, long limit, int node, MemorySegment holder) {
        Run until(long cut) {
            return new Run(page, cut, node, holder);
        }

        Run from(long cut) {
            return new Run(cut, limit, node, holder);
        }
    }

    private static final int FIRST_CAPACITY = 16;

    private final int pageSize;
    private final int pageShift;

    /** The runs as they were named, in columns: a list of addresses makes one of each page that has no neighbour. */
    private long[] page = new long[FIRST_CAPACITY];

    private long[] limit = new long[FIRST_CAPACITY];
    private int[] node = new int[FIRST_CAPACITY];
    private MemorySegment[] holder = new MemorySegment[FIRST_CAPACITY];
    private int count;
    private boolean isDisjointAscending = true;

    MovePlanner(int pageSize) {
        this.pageSize = pageSize;
        this.pageShift = Integer.numberOfTrailingZeros(pageSize);
    }

    public static MovePlan build(Placement placement, int pageSize) {
        MovePlanner builder = new MovePlanner(pageSize);
        placement.tell(builder);
        return builder.build();
    }

    @Override
    public void segment(MemorySegment segment, int target) {
        add(segment.address(), segment.byteSize(), target, Segments.requireUsable(segment));
    }

    @Override
    public void range(long start, long bytes, int target) {
        add(start, bytes, target, MemorySegment.NULL);
    }

    private void add(long start, long bytes, int target, MemorySegment from) {
        if (bytes == 0) {
            return;
        }
        long first = start >>> pageShift;
        long end = (start + bytes - 1 >>> pageShift) + 1;
        int last = count - 1;
        if (last >= 0 && node[last] == target && isBare(holder[last]) && isBare(from) && first >= page[last]
                && first <= limit[last]) {
            limit[last] = Math.max(limit[last], end);
        } else {
            isDisjointAscending &= last < 0 || first >= limit[last];
            append(first, end, target, from);
        }
    }

    private static boolean isBare(MemorySegment from) {
        return from.equals(MemorySegment.NULL);
    }

    /** Neighbours, and addresses in one page, become one run before they are added. */
    @Override
    public void addresses(long[] addresses, int[] nodes) {
        for (int i = 0; i < addresses.length;) {
            int target = nodes[i];
            long first = addresses[i] >>> pageShift;
            long end = first + 1;
            for (i++; i < addresses.length && nodes[i] == target; i++) {
                long next = addresses[i] >>> pageShift;
                if (next != end && next != end - 1) {
                    break;
                }
                end = next + 1;
            }
            add(first << pageShift, end - first << pageShift, target, MemorySegment.NULL);
        }
    }

    private void append(long first, long end, int target, MemorySegment from) {
        if (count == page.length) {
            int length = PageLimit.longer(count);
            page = Arrays.copyOf(page, length);
            limit = Arrays.copyOf(limit, length);
            node = Arrays.copyOf(node, length);
            holder = Arrays.copyOf(holder, length);
        }
        page[count] = first;
        limit[count] = end;
        node[count] = target;
        holder[count++] = from;
    }

    private MovePlan build() {
        if (!isDisjointAscending) {
            laterWins();
        }
        long[] start = new long[count];
        int[] first = new int[count + 1];
        PageLimit.checked(pages(), "what was asked for in one call");
        for (int i = 0; i < count; i++) {
            start[i] = page[i] << pageShift;
            first[i + 1] = first[i] + (int) (limit[i] - page[i]);
        }
        return new MovePlan(start, first, Arrays.copyOf(node, count), Arrays.copyOf(holder, count), pageSize);
    }

    private long pages() {
        long pages = 0;
        for (int i = 0; i < count; i++) {
            pages += limit[i] - page[i];
        }
        return pages;
    }

    private void laterWins() {
        NavigableMap<Long, Run> kept = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            carve(kept, page[i], limit[i]);
            kept.put(page[i], new Run(page[i], limit[i], node[i], holder[i]));
        }
        count = 0;
        kept.values().forEach(run -> append(run.page, run.limit, run.node, run.holder));
    }

    /** Remove pages {@code [page, limit)} from the kept runs, cutting those that reach over an end. */
    private static void carve(NavigableMap<Long, Run> kept, long page, long limit) {
        Map.Entry<Long, Run> below = kept.lowerEntry(page);
        if (below != null && below.getValue().limit > page) {
            Run cut = below.getValue();
            kept.put(cut.page, cut.until(page));
            if (cut.limit > limit) {
                kept.put(limit, cut.from(limit));
            }
        }
        for (Map.Entry<Long, Run> at = kept.ceilingEntry(page);
                at != null && at.getKey() < limit;
                at = kept.ceilingEntry(page)) {
            Run cut = at.getValue();
            kept.remove(cut.page);
            if (cut.limit > limit) {
                kept.put(limit, cut.from(limit));
            }
        }
    }
}
