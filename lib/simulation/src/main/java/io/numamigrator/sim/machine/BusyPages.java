package io.numamigrator.sim.machine;

import io.numamigrator.MemoryRange;
import java.util.Random;
import java.util.function.LongPredicate;

/** Attempts of the engine to move a page that are to find it busy. */
final class BusyPages {

    private final LongPredicate test;

    private BusyPages(LongPredicate test) {
        this.test = test;
    }

    static BusyPages at(MemoryRange range, int times) {
        if (times < 0) {
            throw new IllegalArgumentException("times: " + times);
        }
        int[] left = {times};
        return new BusyPages(address -> address >= range.start() && address < range.end() && left[0]-- > 0);
    }

    static BusyPages numbered(long first, long last) {
        if (first < 1 || last < first) {
            throw new IllegalArgumentException(
                    "first: attempts " + first + " to " + last + "; they are counted from 1");
        }
        long[] number = {0};
        return new BusyPages(_ -> ++number[0] >= first && number[0] <= last);
    }

    static BusyPages random(Random random, int oneIn) {
        if (oneIn < 1) {
            throw new IllegalArgumentException("oneIn: " + oneIn);
        }
        return new BusyPages(_ -> random.nextInt(oneIn) == 0);
    }

    synchronized boolean isBusy(long address) {
        return test.test(address);
    }
}
