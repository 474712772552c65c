package io.numamigrator;

import io.numamigrator.kernel.CallFrame;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Call frames that wait for their next call, so that a warm call allocates nothing.
 *
 * <p>Not thread-local: a thousand virtual threads must not hold a thousand frames. A frame that finds its place taken when
 * it comes back is left to the garbage collector.
 */
final class FramePool {

    private static final int PLACES = 16;

    private final AtomicReferenceArray<@Nullable CallFrame> places = new AtomicReferenceArray<>(PLACES);

    CallFrame borrow() {
        CallFrame frame = places.getAndSet(place(), null);
        return frame != null ? frame : new CallFrame();
    }

    void giveBack(CallFrame frame) {
        frame.release();
        places.lazySet(place(), frame);
    }

    private static int place() {
        return (int) Thread.currentThread().threadId() & (PLACES - 1);
    }
}
