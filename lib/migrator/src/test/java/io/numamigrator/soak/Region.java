package io.numamigrator.soak;

import io.numamigrator.MemoryPolicy;
import io.numamigrator.NumaArena;
import io.numamigrator.NumaMigrator;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;

/** Memory that all threads ask about and move until somebody closes it; every page that was touched tells its number. */
final class Region {

    static final int PAGE = 4096;

    final MemorySegment memory;
    private final Arena arena;
    private final long mark;

    private Region(Arena arena, int pages, long mark) {
        this.arena = arena;
        this.memory = arena.allocate((long) pages * PAGE, PAGE);
        this.mark = mark;
    }

    /** Make a region with pages of which some are touched: all of an ordinary arena's, half of a NUMA arena's. */
    static Region make(NumaMigrator numa, int pages, SplittableRandom random) {
        boolean own = random.nextBoolean();
        Arena arena = own ? NumaArena.ofShared(numa, MemoryPolicy.none()) : Arena.ofShared();
        Region region = new Region(arena, pages, random.nextLong() | 1);
        for (int page = 0; page < pages; page++) {
            if (!own || random.nextBoolean()) {
                region.memory.set(ValueLayout.JAVA_LONG, (long) page * PAGE, region.mark * (page + 1));
            }
        }
        return region;
    }

    /** Tell whether a page holds what was written to it, or nothing yet. */
    boolean isIntact(int page) {
        long found = memory.get(ValueLayout.JAVA_LONG, (long) page * PAGE);
        return found == 0 || found == mark * (page + 1);
    }

    boolean isOpen() {
        return memory.scope().isAlive();
    }

    /** Close it as soon as no call of the kernel is about it. */
    void close() {
        while (true) {
            try {
                arena.close();
                return;
            } catch (IllegalStateException inUse) {
                Thread.onSpinWait();
            }
        }
    }
}
