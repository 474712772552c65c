package io.numamigrator.engine;

import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Call frames, and what works over them, that wait for their next call, so that a warm call allocates nothing.
 *
 * <p>Not thread-local: a thousand virtual threads must not hold a thousand frames. Half of the frames that may wait have a home, which
 * they keep while a call uses them. A call that finds no free one takes a spare frame out of the pool, or makes one, and puts it among
 * the spares when it is done. So at most {@link #MOST_IDLE} frames wait, however many calls there were at once, and whatever does not
 * fit is freed there and then.
 */
public final class FramePool implements AutoCloseable {

    /** So many frames may wait for a call; those in a call come on top. */
    public static final int MOST_IDLE = Math.max(16, 2 * Runtime.getRuntime().availableProcessors());

    private static final int HOMES = MOST_IDLE / 2;
    private static final int SPARES = MOST_IDLE - HOMES;

    /** At home, and no call uses it. */
    private static final int FREE = 0;

    /** At home, and a call uses it. */
    private static final int TAKEN = 1;

    /** Without a home: among the spares, or in the hands of a call. */
    private static final int LOOSE = 2;

    private final AtomicReferenceArray<@Nullable Place> homes = new AtomicReferenceArray<>(HOMES);
    private final AtomicReferenceArray<@Nullable Place> spares = new AtomicReferenceArray<>(SPARES);
    private final Kernel kernel;
    private final Supplier<CallFrame> maker;
    private volatile boolean closed;

    public FramePool(Kernel kernel, Supplier<CallFrame> maker) {
        this.kernel = kernel;
        this.maker = maker;
    }

    /** A frame and what becomes of it: one number at a home, since taking the frame out of its home would cost more. */
    public final class Place {

        public final CallFrame frame = maker.get();
        final Locator locator = new Locator(kernel, frame);
        private final AtomicInteger state;

        private Place(int state) {
            this.state = new AtomicInteger(state);
        }

        private boolean take() {
            return state.get() == FREE && state.compareAndSet(FREE, TAKEN);
        }

        public void giveBack() {
            frame.release();
            if (!state.compareAndSet(TAKEN, FREE)) {
                keep(this);
            }
        }
    }

    public Place borrow() {
        int index = ((int) Thread.currentThread().threadId() & Integer.MAX_VALUE) % HOMES;
        Place home = homes.get(index);
        return home != null && home.take() ? home : elsewhere(home, index);
    }

    private Place elsewhere(@Nullable Place home, int index) {
        if (home == null && !closed) {
            return move(new Place(TAKEN), index);
        }
        for (int i = 1; i < HOMES; i++) {
            Place other = homes.get((index + i) % HOMES);
            if (other != null && other.take()) {
                return other;
            }
        }
        for (int i = 0; i < SPARES; i++) {
            int at = (index + i) % SPARES;
            Place spare = spares.get(at);
            if (spare != null && spares.compareAndSet(at, spare, null)) {
                return spare;
            }
        }
        return new Place(LOOSE);
    }

    /** Give a new frame, which a call uses already, its home. */
    private Place move(Place place, int index) {
        boolean lives = homes.compareAndSet(index, null, place);
        // Whoever closed the pool meanwhile either found the frame there or is seen here.
        if (!lives || closed && homes.compareAndSet(index, place, null)) {
            place.state.set(LOOSE);
        }
        return place;
    }

    /** Put a frame without a home among the spares, or free it. */
    private void keep(Place place) {
        int index = ((int) Thread.currentThread().threadId() & Integer.MAX_VALUE) % SPARES;
        for (int i = 0; i < SPARES && !closed; i++) {
            int at = (index + i) % SPARES;
            if (spares.get(at) == null && spares.compareAndSet(at, null, place)) {
                if (closed && spares.compareAndSet(at, place, null)) {
                    break;
                }
                return;
            }
        }
        place.frame.close();
    }

    /** Free what waits; a frame in a call is freed when the call gives it back, and so is one borrowed from now on. */
    @Override
    public void close() {
        closed = true;
        for (int i = 0; i < HOMES; i++) {
            Place place = homes.getAndSet(i, null);
            if (place != null && place.state.getAndSet(LOOSE) == FREE) {
                place.frame.close();
            }
        }
        for (int i = 0; i < SPARES; i++) {
            Place place = spares.getAndSet(i, null);
            if (place != null) {
                place.frame.close();
            }
        }
    }

    /** Work that needs a call frame. */
    interface Work<T> {
        T with(CallFrame frame);
    }

    /** Do work with a frame, and give it back. */
    <T> T with(Work<T> work) {
        Place place = borrow();
        try {
            return work.with(place.frame);
        } finally {
            place.giveBack();
        }
    }
}
