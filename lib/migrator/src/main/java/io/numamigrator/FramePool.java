package io.numamigrator;

import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Call frames, and what works over them, that wait for their next call, so that a warm call allocates nothing.
 *
 * <p>Not thread-local: a thousand virtual threads must not hold a thousand frames. A call that finds its place in use by another
 * one makes a frame of its own and leaves it to the garbage collector.
 */
final class FramePool {

    private static final int PLACES = 16;

    private final AtomicReferenceArray<@Nullable Place> places = new AtomicReferenceArray<>(PLACES);
    private final Kernel kernel;

    FramePool(Kernel kernel) {
        this.kernel = kernel;
    }

    /** A frame, and whether a call is using it: one flag, since taking the frame out of its place would cost more. */
    static final class Place {

        final CallFrame frame = new CallFrame();
        final Locator locator;
        private final AtomicBoolean taken = new AtomicBoolean(true);

        private Place(Kernel kernel) {
            locator = new Locator(kernel, frame);
        }

        void giveBack() {
            frame.release();
            taken.setRelease(false);
        }
    }

    Place borrow() {
        int index = (int) Thread.currentThread().threadId() & (PLACES - 1);
        Place place = places.get(index);
        if (place != null && place.taken.compareAndSet(false, true)) {
            return place;
        }
        Place fresh = new Place(kernel);
        if (place == null) {
            places.set(index, fresh);
        }
        return fresh;
    }
}
