package io.numamigrator.engine;

import java.util.Arrays;

/** Which stretches of a page list stand under one huge entry each: ascending, disjoint. */
final class HugeSpans {

    private int[] first = new int[16];
    private int[] length = new int[16];
    private int count;

    void clear() {
        count = 0;
    }

    void add(int firstPage, int pages) {
        if (count == first.length) {
            first = Arrays.copyOf(first, count * 2);
            length = Arrays.copyOf(length, count * 2);
        }
        first[count] = firstPage;
        length[count++] = pages;
    }

    /** Return the index of the first span that starts at or after {@code page}. */
    int firstFrom(int page) {
        int found = Arrays.binarySearch(first, 0, count, page);
        return found >= 0 ? found : -found - 1;
    }

    /** Return the first page of span {@code i}, or {@link Integer#MAX_VALUE} after the last. */
    int first(int i) {
        return i < count ? first[i] : Integer.MAX_VALUE;
    }

    int length(int i) {
        return length[i];
    }
}
