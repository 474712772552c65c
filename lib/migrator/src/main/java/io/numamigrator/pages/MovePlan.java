package io.numamigrator.pages;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * A placement in the form that can be carried out: disjoint runs of neighbouring pages, ascending, each with its node.
 *
 * <p>A run knows the segment it came from, so that the segment's scope can be held during a call; bare addresses hold
 * {@link MemorySegment#NULL}.
 */
public final class MovePlan implements PageList {

    private final long[] start;
    private final int[] first;
    private final int[] node;
    private final MemorySegment[] holder;
    private final int pageSize;

    /** Take over the columns; {@code first} has one entry more than there are runs, the number of pages. */
    public MovePlan(long[] start, int[] first, int[] node, MemorySegment[] holder, int pageSize) {
        this.start = start;
        this.first = first;
        this.node = node;
        this.holder = holder;
        this.pageSize = pageSize;
    }

    public int runs() {
        return start.length;
    }

    /** Return the index of the first page of run {@code run}; of the run behind the last, the number of pages. */
    public int firstPage(int run) {
        return first[run];
    }

    public int nodeOfRun(int run) {
        return node[run];
    }

    public MemorySegment holderOfRun(int run) {
        return holder[run];
    }

    /** Return the run that page {@code i} belongs to. */
    public int runOf(int i) {
        int found = Arrays.binarySearch(first, 0, start.length, i);
        return found >= 0 ? found : -found - 2;
    }

    /** Return the node that page {@code i} shall live on. */
    public int node(int i) {
        return node[runOf(i)];
    }

    public int pageSize() {
        return pageSize;
    }

    /** Returns the target nodes, each once, ascending. */
    public int[] targets() {
        return Arrays.stream(node).distinct().sorted().toArray();
    }

    @Override
    public int count() {
        return first[start.length];
    }

    @Override
    public long address(int i) {
        int run = runOf(i);
        return start[run] + (long) (i - first[run]) * pageSize;
    }

    @Override
    public void fill(int from, int n, long[] into, int at) {
        int run = n == 0 ? 0 : runOf(from);
        for (int i = from; i < from + n; run++) {
            int limit = Math.min(first[run + 1], from + n);
            fill(start[run] + (long) (i - first[run]) * pageSize, limit - i, into, at + i - from);
            i = limit;
        }
    }

    private void fill(long address, int n, long[] into, int at) {
        for (int i = 0; i < n; i++) {
            into[at + i] = address + (long) i * pageSize;
        }
    }

    @Override
    public int contiguous(int i) {
        return first[runOf(i) + 1] - i;
    }
}
