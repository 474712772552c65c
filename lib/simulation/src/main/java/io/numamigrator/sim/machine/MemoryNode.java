package io.numamigrator.sim.machine;

import java.util.BitSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** A NUMA node: its memory, how much of it is free, and its CPUs. */
public final class MemoryNode {

    /** So many pages have to leave a full node before they make room. */
    private static final long VACANT = 4000;

    private final int id;
    private volatile long totalPages;
    private final BitSet cpus;
    private final AtomicLong free;

    /** Pages that left since others filled the node, and that do not make room yet. */
    private final AtomicLong waiting = new AtomicLong();

    /** Pages that leave wait, and do not make room yet. */
    private volatile boolean isLate;

    /** What is free lies in single pages: there is room for no huge page. */
    public volatile boolean isScattered;

    /** Pages allocated here as wanted; here because another node was full; wanted here and allocated elsewhere. */
    public final LongAdder hits = new LongAdder();

    public final LongAdder misses = new LongAdder();
    public final LongAdder foreign = new LongAdder();
    public final LongAdder interleaveHits = new LongAdder();
    public final LongAdder local = new LongAdder();
    public final LongAdder other = new LongAdder();

    /** The pool of hugetlb pages. */
    public final HugetlbPool hugetlb;

    MemoryNode(int id, long totalPages, BitSet cpus, Geometry geometry) {
        this.id = id;
        this.totalPages = totalPages;
        this.cpus = (BitSet) cpus.clone();
        this.free = new AtomicLong(totalPages);
        this.hugetlb = new HugetlbPool(this, geometry.pagesPerTable());
    }

    public int id() {
        return id;
    }

    boolean hasMemory() {
        return totalPages > 0;
    }

    public boolean hasCpu(int cpu) {
        return cpus.get(cpu);
    }

    public BitSet cpus() {
        return (BitSet) cpus.clone();
    }

    public long totalPages() {
        return totalPages;
    }

    /** Return how many pages are free, for the kernel to tell; not all of them need to be room for others. */
    public long freePages() {
        return free.get() + waiting.get();
    }

    public boolean hasRoom() {
        return free.get() > 0;
    }

    /** Take what is free but for {@code left} pages; from then on pages that leave make room at once or late. */
    public void fill(long left, boolean late) {
        release();
        take(Math.max(0, free.get() - left));
        isLate = late;
    }

    /** Let pages that left make room, and return whether there were any. */
    public boolean release() {
        long left = waiting.getAndSet(0);
        free.addAndGet(left);
        return left > 0;
    }

    /** Have no memory from now on; all of it is free. */
    void unplug() {
        totalPages = 0;
        free.set(0);
        waiting.set(0);
    }

    /** Take up to {@code wanted} pages, and return how many there were. */
    public long take(long wanted) {
        while (true) {
            long now = free.get();
            long got = Math.min(wanted, now);
            if (got == 0 || free.compareAndSet(now, now - got)) {
                return got;
            }
        }
    }

    /** Take {@code wanted} pages, neighbours of each other, or none. */
    public boolean takeAll(long wanted) {
        while (!isScattered || wanted == 1) {
            long now = free.get();
            if (now < wanted) {
                return false;
            }
            if (free.compareAndSet(now, now - wanted)) {
                return true;
            }
        }
        return false;
    }

    /** Give pages free that were in use. */
    public void give(long pages) {
        if (!isLate || free.get() >= VACANT) {
            giveBack(pages);
        } else if (waiting.addAndGet(pages) >= VACANT) {
            isLate = false;
            release();
        } else if (!isLate) {
            // Another thread has let all go meanwhile.
            release();
        }
    }

    /** Give back what was taken and never used: it can be taken again at once. */
    public void giveBack(long pages) {
        long now = free.addAndGet(pages);
        if (now > totalPages) {
            throw new IllegalStateException("node " + id + " has " + now + " free pages of " + totalPages);
        }
    }

    @Override
    public String toString() {
        return "node " + id + ": " + freePages() + " of " + totalPages + " pages free";
    }
}
