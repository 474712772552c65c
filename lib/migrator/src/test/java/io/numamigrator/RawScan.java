package io.numamigrator;

import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import io.numamigrator.kernel.PageMapCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** PAGEMAP_SCAN, asked of the kernel itself: each word of its argument as a test wants it. */
final class RawScan implements AutoCloseable {

    static final int SIZE = 0;
    static final int FLAGS = 1;
    static final int START = 2;
    static final int END = 3;
    static final int WALK_END = 4;
    static final int VECTOR = 5;
    static final int LENGTH = 6;
    static final int MOST_PAGES = 7;
    static final int INVERTED = 8;
    static final int MASK = 9;
    static final int ANY_OF = 10;
    static final int RETURNED = 11;

    static final long WRITTEN = 1 << 1;
    static final long FILE = 1 << 2;
    static final long PRESENT = 1 << 3;
    static final long SWAPPED = 1 << 4;
    static final long ZERO = 1 << 5;
    static final long HUGE = 1 << 6;
    static final long SOFT_DIRTY = 1 << 7;
    static final long GUARD = 1 << 8;
    static final long ACCESSED = 1 << 9;

    /** What walk_end is before a call. */
    static final long UNTOUCHED = 0x5555;

    private static final int WORDS = 12;
    private static final int REGION_WORDS = 3;
    private static final int ROOM = 2048;

    private final Arena arena = Arena.ofConfined();
    private final CallFrame frame = new CallFrame();
    private final PageMapCalls kernel;
    private final long descriptor;
    private final MemorySegment argument = arena.allocate(WORDS * 8L, 8);
    private final MemorySegment regions = arena.allocate(ROOM * REGION_WORDS * 8L, 8);

    /** Neighbouring pages of which the same is said. */
    record Region(long start, long end, long categories) {

        Region(MemoryRange range, long categories) {
            this(range.start(), range.end(), categories);
        }

        @Override
        public String toString() {
            return Long.toHexString(start) + "-" + Long.toHexString(end) + " " + Long.toBinaryString(categories);
        }
    }

    /** Opens the page map of the calling process. */
    RawScan(Kernel kernel) {
        this.kernel = (PageMapCalls) kernel;
        this.descriptor = this.kernel.openPageMap(frame, 0);
        if (descriptor < 0) {
            throw new AssertionError("no page map: " + Errno.of((int) -descriptor));
        }
    }

    /** Asks for a range and all of its pages, with room for everything, and for nothing to be said of them. */
    RawScan over(long start, long end) {
        argument.fill((byte) 0);
        return with(SIZE, WORDS * 8L).with(START, start).with(END, end).with(WALK_END, UNTOUCHED)
                .with(VECTOR, regions.address()).with(LENGTH, ROOM);
    }

    RawScan over(MemoryRange range) {
        return over(range.start(), range.end());
    }

    RawScan with(int word, long value) {
        argument.setAtIndex(ValueLayout.JAVA_LONG, word, value);
        return this;
    }

    /** Returns what the kernel returns. */
    long call() {
        return kernel.scanPageMap(frame, descriptor, argument, regions);
    }

    /** Returns what it returns if the argument is nowhere. */
    long callWithNull() {
        return kernel.scanPageMap(frame, descriptor, MemorySegment.NULL, MemorySegment.NULL);
    }

    long walkEnd() {
        return argument.getAtIndex(ValueLayout.JAVA_LONG, WALK_END);
    }

    /** Calls, and returns the regions that were found. */
    List<Region> regions() {
        long count = call();
        if (count < 0) {
            throw new AssertionError("PAGEMAP_SCAN is refused: " + Errno.of((int) -count));
        }
        List<Region> found = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            found.add(new Region(word(i, 0), word(i, 1), word(i, 2)));
        }
        return found;
    }

    private long word(int region, int word) {
        return regions.getAtIndex(ValueLayout.JAVA_LONG, (long) region * REGION_WORDS + word);
    }

    @Override
    public void close() {
        kernel.closePageMap(frame, descriptor);
        frame.close();
        arena.close();
    }
}
