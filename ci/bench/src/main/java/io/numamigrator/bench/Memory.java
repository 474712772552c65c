package io.numamigrator.bench;

import io.numamigrator.bindings.NativeCall;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;

/** Memory in a known state of its page tables, checked against /proc/self/smaps before anything is measured on it. */
final class Memory implements AutoCloseable {

    static final int PAGE = 4096;
    static final int PAGES_PER_HUGE = 512;

    private final Arena arena = Arena.ofConfined();
    private final long base;
    private final int pages;
    private final MemorySegment segment;
    private int present;

    private Memory(int pages, boolean huge) {
        this.pages = pages;
        this.base = CSide.map((long) pages * PAGE, huge);
        if (base < 0) {
            throw new IllegalStateException("mapping " + pages + " pages: errno " + -base);
        }
        this.segment = NativeCall.view(base, (long) pages * PAGE, arena, () -> CSide.unmap(base, (long) pages * PAGE));
    }

    /** Map pages that are all present, none of them huge. */
    static Memory small(int pages) {
        Memory memory = new Memory(pages, false);
        CSide.touch(memory.base, pages);
        return memory.checked(pages, 0);
    }

    /** Map pages that are all present, all of them huge. */
    static Memory huge(int pages) {
        Memory memory = new Memory(pages, true);
        CSide.touch(memory.base, pages);
        return memory.checked(pages, pages);
    }

    /** Map huge pages and split one in ten, at random. */
    static Memory partlySplit(int pages) {
        Memory memory = huge(pages);
        CSide.noMoreHuge(memory.base, pages);
        Random random = new Random(17);
        int split = 0;
        for (int head = 0; head < pages; head += PAGES_PER_HUGE) {
            if (random.nextInt(10) == 0) {
                CSide.dontNeed(memory.address(head + 100), 1);
                CSide.touch(memory.address(head + 100), 1);
                split++;
            }
        }
        return memory.checked(pages, pages - split * PAGES_PER_HUGE);
    }

    /** Map small pages of which one in ten is present, at random, in runs of {@code run}. */
    static Memory sparse(int pages, int run) {
        Memory memory = new Memory(pages, false);
        Random random = new Random(17);
        int present = 0;
        for (int i = 0; i < pages; i += run) {
            if (random.nextInt(10) == 0) {
                CSide.touch(memory.address(i), run);
                present += run;
            }
        }
        return memory.checked(present, 0);
    }

    private Memory checked(int present, int huge) {
        this.present = present;
        try {
            Smaps.ofVma(base).require("Rss", (long) present * PAGE).require("AnonHugePages", (long) huge * PAGE);
        } catch (IOException e) {
            throw new IllegalStateException("/proc/self/smaps cannot be read", e);
        }
        return this;
    }

    long base() {
        return base;
    }

    int pages() {
        return pages;
    }

    int present() {
        return present;
    }

    long address(int page) {
        return base + (long) page * PAGE;
    }

    /** Return the first {@code count} pages. */
    MemorySegment first(int count) {
        return segment.asSlice(0, (long) count * PAGE);
    }

    @Override
    public void close() {
        arena.close();
    }
}
