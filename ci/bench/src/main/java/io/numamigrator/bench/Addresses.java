package io.numamigrator.bench;

/** The array loops of a job as a Java programmer writes them by hand. */
final class Addresses {

    private Addresses() {}

    static void fill(long[] pages, long base) {
        for (int i = 0; i < pages.length; i++) {
            pages[i] = base + (long) i * Memory.PAGE;
        }
    }

    static int present(int[] status) {
        int present = 0;
        for (int each : status) {
            present += each >= 0 ? 1 : 0;
        }
        return present;
    }

    static int on(int node, int[] status) {
        int there = 0;
        for (int each : status) {
            there += each == node ? 1 : 0;
        }
        return there;
    }

    static void requireDone(long result) {
        if (result < 0) {
            throw new IllegalStateException("move_pages: " + result);
        }
    }
}
