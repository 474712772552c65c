package io.numamigrator.sim;

/** Finds runs of neighbouring pages in lists of addresses. */
final class Neighbours {

    private Neighbours() {}

    /** Return how many entries from {@code i} on name one page after the other in one page table. */
    static int run(long[] address, int i, int n, Geometry geometry) {
        int most = Math.min(n - i, inTable(address[i], geometry));
        long step = geometry.pageSize();
        int k = 1;
        while (k < most && address[i + k] - address[i + k - 1] == step) {
            k++;
        }
        return k;
    }

    /** Return the same, for entries that also have one node. */
    static int run(long[] address, int[] node, int i, int n, Geometry geometry) {
        int most = Math.min(n - i, inTable(address[i], geometry));
        long step = geometry.pageSize();
        int same = node[i];
        int k = 1;
        while (k < most && address[i + k] - address[i + k - 1] == step && node[i + k] == same) {
            k++;
        }
        return k;
    }

    private static int inTable(long address, Geometry geometry) {
        int pages = geometry.pagesPerTable();
        return pages - ((int) geometry.page(address) & (pages - 1));
    }
}
