package io.numamigrator.sim.machine;

/** The hugetlb pages of one node: the persistent ones that were set aside, and those in use. */
public final class HugetlbPool {

    private final MemoryNode node;
    private final int pagesEach;
    private long total;
    private long free;

    HugetlbPool(MemoryNode node, int pagesEach) {
        this.node = node;
        this.pagesEach = pagesEach;
    }

    public long total() {
        return total;
    }

    public long free() {
        return free;
    }

    /** Set pages aside until the pool holds {@code wanted} or the node is full; give free ones back above that. */
    public void resize(long wanted) {
        while (total < wanted && node.takeAll(pagesEach)) {
            total++;
            free++;
        }
        while (total > wanted && free > 0) {
            total--;
            free--;
            node.give(pagesEach);
        }
    }

    /** Take a free page of the pool. */
    public boolean take() {
        if (free == 0) {
            return false;
        }
        free--;
        return true;
    }

    /** Take a free page, or make one from ordinary memory: how a migration finds its target. */
    public boolean takeOrGrow() {
        if (free == 0) {
            resize(total + 1);
        }
        return take();
    }

    public void give() {
        free++;
    }

    /** Let go of a free page for good: migration made one elsewhere in its place. */
    public void shrinkFree() {
        resize(total - 1);
    }
}
