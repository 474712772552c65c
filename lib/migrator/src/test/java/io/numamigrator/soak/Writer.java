package io.numamigrator.soak;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;

/** Writes pages and their checksum, and finds both when it comes back, while others move them. */
final class Writer {

    private static final int WORDS = Region.PAGE / 8 - 1;

    private final MemorySegment memory;
    private final int pages;
    private final SplittableRandom random;

    Writer(MemorySegment memory, long seed) {
        this.memory = memory;
        this.pages = (int) (memory.byteSize() / Region.PAGE);
        this.random = new SplittableRandom(seed);
        for (int page = 0; page < pages; page++) {
            write(page);
        }
    }

    /** Check a page and write it anew; tells whether it was as it had been left. */
    boolean step() {
        int page = random.nextInt(pages);
        boolean intact = isIntact(page);
        write(page);
        return intact;
    }

    boolean allIntact() {
        for (int page = 0; page < pages; page++) {
            if (!isIntact(page)) {
                return false;
            }
        }
        return true;
    }

    private void write(int page) {
        long sum = 0;
        for (int word = 0; word < WORDS; word++) {
            long value = random.nextLong();
            memory.set(ValueLayout.JAVA_LONG, (long) page * Region.PAGE + word * 8L, value);
            sum = sum * 31 + value;
        }
        memory.set(ValueLayout.JAVA_LONG, (long) page * Region.PAGE + WORDS * 8L, sum);
    }

    private boolean isIntact(int page) {
        long sum = 0;
        for (int word = 0; word < WORDS; word++) {
            sum = sum * 31 + memory.get(ValueLayout.JAVA_LONG, (long) page * Region.PAGE + word * 8L);
        }
        return sum == memory.get(ValueLayout.JAVA_LONG, (long) page * Region.PAGE + WORDS * 8L);
    }
}
