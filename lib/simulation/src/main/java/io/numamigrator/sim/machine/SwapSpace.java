package io.numamigrator.sim.machine;

/** The swap devices of a machine, as a number of pages. */
public final class SwapSpace {

    private final long total;
    private long free;

    SwapSpace(long total) {
        this.total = total;
        this.free = total;
    }

    public long total() {
        return total;
    }

    public long free() {
        return free;
    }

    public boolean take() {
        if (free == 0) {
            return false;
        }
        free--;
        return true;
    }

    public void give(long pages) {
        free += pages;
    }
}
