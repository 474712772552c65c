package io.numamigrator.sim;

/** The swap devices of a machine, as a number of pages. */
final class SwapSpace {

    private final long total;
    private long free;

    SwapSpace(long total) {
        this.total = total;
        this.free = total;
    }

    long total() {
        return total;
    }

    long free() {
        return free;
    }

    boolean take() {
        if (free == 0) {
            return false;
        }
        free--;
        return true;
    }

    void give(long pages) {
        free += pages;
    }
}
