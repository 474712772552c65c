package io.numamigrator;

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
 * <p>An entry is a page, or all the pages under one huge entry, named by the first of them.
 */
final class MoveGroup {

    private final int node;
    private final MemorySegment holder;
    private int[] page = new int[16];
    private int[] span = new int[16];
    private int count;

    private MoveGroup(int node, MemorySegment holder) {
        this.node = node;
        this.holder = holder;
    }

    /** Group the pages that are in memory on a node other than their target. */
    static List<MoveGroup> of(Request request, short[] status, HugeSpans huge) {
        return group(request, huge, (i, node) -> status[i] >= 0 && status[i] != node);
    }

    /** Group the pages that were refused as busy. */
    static List<MoveGroup> busy(Request request, short[] status, HugeSpans huge) {
        return group(request, huge, (i, _) -> status[i] == Status.EBUSY);
    }

    private interface Wanted {
        boolean test(int page, int node);
    }

    private static List<MoveGroup> group(Request request, HugeSpans huge, Wanted wanted) {
        Map<Integer, Map<Object, MoveGroup>> byNode = new TreeMap<>();
        for (int run = 0; run < request.runs(); run++) {
            int node = request.nodeOfRun(run);
            int behind = request.firstPage(run + 1);
            int nextSpan = huge.firstFrom(request.firstPage(run));
            for (int i = request.firstPage(run); i < behind;) {
                boolean isHuge = huge.first(nextSpan) == i;
                int length = isHuge ? huge.length(nextSpan++) : 1;
                if (wanted.test(i, node)) {
                    groupOf(byNode, request.holderOfRun(run), node).add(i, length);
                }
                i += length;
            }
        }
        List<MoveGroup> groups = new ArrayList<>();
        byNode.values().forEach(byScope -> groups.addAll(byScope.values()));
        return groups;
    }

    private static MoveGroup groupOf(Map<Integer, Map<Object, MoveGroup>> byNode, MemorySegment holder, int node) {
        return byNode.computeIfAbsent(node, _ -> new IdentityHashMap<>())
                .computeIfAbsent(holder.scope(), _ -> new MoveGroup(node, holder));
    }

    private void add(int firstPage, int length) {
        if (count == page.length) {
            page = Arrays.copyOf(page, count * 2);
            span = Arrays.copyOf(span, count * 2);
        }
        page[count] = firstPage;
        span[count++] = length;
    }

    int node() {
        return node;
    }

    MemorySegment holder() {
        return holder;
    }

    int count() {
        return count;
    }

    int page(int entry) {
        return page[entry];
    }

    int span(int entry) {
        return span[entry];
    }
}
