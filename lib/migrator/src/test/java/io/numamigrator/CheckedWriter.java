package io.numamigrator;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A thread that fills page after page with words made from one number, and finds them so when it comes back. */
final class CheckedWriter {

    private static final int PAGE = RealMachine.PAGE;
    private static final int WORDS = PAGE / 8;

    private final MemorySegment memory;
    private final long[] seeds;
    private final Random random;
    private final Thread thread;
    private volatile boolean stopping;
    private final AtomicLong writes = new AtomicLong();
    private volatile @Nullable Throwable failure;

    /** Start writing to this memory on a CPU of this node, if it has one. */
    CheckedWriter(Laboratory lab, int node, MemorySegment memory, long seed) {
        this.memory = memory;
        this.random = new Random(seed);
        this.seeds = new long[(int) (memory.byteSize() / PAGE)];
        for (int page = 0; page < seeds.length; page++) {
            write(page);
        }
        thread = Thread.ofPlatform().unstarted(() -> {
            lab.runOn(node);
            run();
        });
        thread.setUncaughtExceptionHandler((_, thrown) -> failure = thrown);
        thread.start();
    }

    private void run() {
        while (!stopping) {
            int page = random.nextInt(seeds.length);
            check(page);
            write(page);
        }
        for (int page = 0; page < seeds.length; page++) {
            check(page);
        }
    }

    private void write(int page) {
        seeds[page] = random.nextLong();
        for (int word = 0; word < WORDS; word++) {
            memory.setAtIndex(ValueLayout.JAVA_LONG, (long) page * WORDS + word, seeds[page] * (word + 1));
        }
        writes.incrementAndGet();
    }

    private void check(int page) {
        for (int word = 0; word < WORDS; word++) {
            long found = memory.getAtIndex(ValueLayout.JAVA_LONG, (long) page * WORDS + word);
            if (found != seeds[page] * (word + 1)) {
                throw new AssertionError("word " + word + " of page " + page + " has changed");
            }
        }
    }

    /** End after a last look at every page. */
    void stop() throws InterruptedException {
        stopping = true;
        thread.join();
    }

    long writes() {
        return writes.get();
    }

    @Nullable Throwable failure() {
        return failure;
    }
}
