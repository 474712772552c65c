package io.numamigrator.sim;

import java.util.concurrent.atomic.AtomicReferenceArray;

/** Arrays on the heap that a call copies parts of its caller's arrays to; used again from call to call. */
final class CallScratch {

    static final int CAPACITY = 4096;

    /** Elements that are written together. */
    static final int FILL = 1024;

    final long[] address = new long[CAPACITY];
    final int[] node = new int[CAPACITY];
    final int[] status = new int[CAPACITY];
    final int[] fill = new int[FILL];

    /** Scratch that waits for its next call; what finds its place taken is left to the garbage collector. */
    static final class Pool {
        private static final int PLACES = 8;

        private final AtomicReferenceArray<CallScratch> places = new AtomicReferenceArray<>(PLACES);

        CallScratch borrow() {
            CallScratch scratch = places.getAndSet(place(), null);
            return scratch != null ? scratch : new CallScratch();
        }

        void giveBack(CallScratch scratch) {
            places.lazySet(place(), scratch);
        }

        private static int place() {
            return (int) Thread.currentThread().threadId() & (PLACES - 1);
        }
    }
}
