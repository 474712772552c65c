package io.numamigrator.sim.machine;

import java.util.concurrent.atomic.AtomicReferenceArray;

/** Arrays on the heap that a call copies parts of its caller's arrays to; used again from call to call. */
public final class CallScratch {

    public static final int CAPACITY = 4096;

    /** Elements that are written together. */
    public static final int FILL = 1024;

    public final long[] address = new long[CAPACITY];
    public final int[] node = new int[CAPACITY];
    public final int[] status = new int[CAPACITY];
    public final int[] fill = new int[FILL];

    /** Scratch that waits for its next call; what finds its place taken is left to the garbage collector. */
    public static final class Pool {
        private static final int PLACES = 8;

        private final AtomicReferenceArray<CallScratch> places = new AtomicReferenceArray<>(PLACES);

        public CallScratch borrow() {
            CallScratch scratch = places.getAndSet(place(), null);
            return scratch != null ? scratch : new CallScratch();
        }

        public void giveBack(CallScratch scratch) {
            places.lazySet(place(), scratch);
        }

        private static int place() {
            return (int) Thread.currentThread().threadId() & (PLACES - 1);
        }
    }
}
