package io.numamigrator.sim.mm;

import io.numamigrator.sim.machine.Geometry;

/** Finds runs of neighbouring pages in lists of addresses. */
public final class Neighbours {

    private Neighbours() {}

    /** Return how many entries from {@code i} on name one page after the other in one page table. */
    public static int run(long[] address, int i, int n, Geometry geometry) {
        int most = Math.min(n - i, inTable(address[i], geometry));
        long step = geometry.pageSize();
        if (mayAll(address, i, most, step) && areSteps(address, i, i + most - 1, step)) {
            return most;
        }
        int k = 1;
        while (k < most && address[i + k] - address[i + k - 1] == step) {
            k++;
        }
        return k;
    }

    /** Return the same, for entries that also have one node. */
    public static int run(long[] address, int[] node, int i, int n, Geometry geometry) {
        int most = Math.min(n - i, inTable(address[i], geometry));
        long step = geometry.pageSize();
        int same = node[i];
        if (mayAll(address, i, most, step) && node[i + most - 1] == same
                && areSteps(address, i, i + most - 1, step) && areEqual(node, i, i + most, same)) {
            return most;
        }
        int k = 1;
        while (k < most && address[i + k] - address[i + k - 1] == step && node[i + k] == same) {
            k++;
        }
        return k;
    }

    /** Tell by the last entry whether a look at all of them without a branch, which takes a sixth of the time, may be worth it. */
    private static boolean mayAll(long[] address, int i, int most, long step) {
        return address[i + most - 1] - address[i] == (most - 1) * step;
    }

    private static boolean areSteps(long[] address, int from, int last, long step) {
        long others = 0;
        for (int i = from; i < last; i++) {
            others |= address[i + 1] - address[i] ^ step;
        }
        return others == 0;
    }

    private static boolean areEqual(int[] node, int from, int limit, int same) {
        int others = 0;
        for (int i = from; i < limit; i++) {
            others |= node[i] ^ same;
        }
        return others == 0;
    }

    private static int inTable(long address, Geometry geometry) {
        int pages = geometry.pagesPerTable();
        return pages - ((int) geometry.page(address) & (pages - 1));
    }
}
