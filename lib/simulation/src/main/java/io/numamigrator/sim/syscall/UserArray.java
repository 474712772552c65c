package io.numamigrator.sim.syscall;

import io.numamigrator.sim.machine.CallScratch;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** An array of a caller's memory: what lies behind the end of its segment cannot be accessed, and is EFAULT. */
final class UserArray {

    private UserArray() {}

    static boolean isNull(MemorySegment array) {
        return array.address() == 0;
    }

    /** Return how many of the first {@code count} elements, unsigned, can be accessed. */
    static long accessible(MemorySegment array, int bytesEach, long count) {
        long there = array.byteSize() / bytesEach;
        return Long.compareUnsigned(there, count) < 0 ? there : count;
    }

    /** Return how many of the first {@code count} elements can be written. */
    static long writable(MemorySegment array, int bytesEach, long count) {
        return array.isReadOnly() ? 0 : accessible(array, bytesEach, count);
    }

    /** Write {@code value} to int32 elements {@code [from, to)}. */
    static void fill(MemorySegment array, long from, long to, int value, int[] scratch) {
        if (to - from == 1) {
            array.setAtIndex(ValueLayout.JAVA_INT_UNALIGNED, from, value);
            return;
        }
        if (scratch[0] != value) {
            Arrays.fill(scratch, value);
        }
        for (long at = from; at < to;) {
            int n = (int) Math.min(to - at, CallScratch.FILL);
            MemorySegment.copy(scratch, 0, array, ValueLayout.JAVA_INT_UNALIGNED, at * Integer.BYTES, n);
            at += n;
        }
    }
}
