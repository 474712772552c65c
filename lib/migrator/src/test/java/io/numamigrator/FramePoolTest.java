package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.engine.FramePool;
import io.numamigrator.kernel.CallFrame;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** However many calls there are at once, few frames wait afterwards, and none is used by two calls. */
class FramePoolTest {

    /** Of every frame that was made, memory whose scope tells whether it was freed. */
    private final Queue<MemorySegment> made = new ConcurrentLinkedQueue<>();

    private final FramePool pool = pool();

    private FramePool pool() {
        return new FramePool(new ScriptedKernel(1, 0), () -> {
            CallFrame frame = new CallFrame();
            made.add(frame.errno);
            return frame;
        });
    }

    private long alive() {
        return made.stream().filter(memory -> memory.scope().isAlive()).count();
    }

    @Test
    void aCallAfterACallHasTheSameFrame() {
        FramePool.Place first = pool.borrow();
        first.giveBack();
        FramePool.Place second = pool.borrow();

        assertThat(second).isSameAs(first);
        assertThat(made).hasSize(1);
    }

    @Test
    void atMostAsManyWaitAsMay() {
        for (int round = 0; round < 3; round++) {
            List<FramePool.Place> inFlight = borrow(1000);
            assertThat(alive()).isBetween(1000L, 1000L + FramePool.MOST_IDLE);
            inFlight.forEach(FramePool.Place::giveBack);
            assertThat(alive()).isLessThanOrEqualTo(FramePool.MOST_IDLE);
        }
    }

    @Test
    void whatWaitsIsUsedBeforeAFrameIsMade() {
        borrow(100).forEach(FramePool.Place::giveBack);
        long waiting = alive();
        int before = made.size();

        borrow((int) waiting);

        assertThat(made).hasSize(before);
    }

    private List<FramePool.Place> borrow(int count) {
        List<FramePool.Place> places = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            places.add(pool.borrow());
        }
        return places;
    }

    @Test
    void aClosedPoolFreesWhatWaitsThenAndTheRestWhenItComesBack() {
        List<FramePool.Place> inFlight = borrow(50);
        inFlight.subList(0, 25).forEach(FramePool.Place::giveBack);

        pool.close();

        assertThat(alive()).isEqualTo(25);
        inFlight.subList(25, 50).forEach(place -> {
            assertThat(place.frame.pages.scope().isAlive()).isTrue();
            place.giveBack();
        });
        assertThat(alive()).isZero();
        FramePool.Place late = pool.borrow();
        assertThat(alive()).isEqualTo(1);
        late.giveBack();
        assertThat(alive()).isZero();
    }

    @Test
    void noFrameIsInTwoCallsAndNoneIsLeftWhenThePoolClosesBetweenThem() throws InterruptedException {
        for (int round = 0; round < 30; round++) {
            FramePool shared = pool();
            Queue<String> wrong = new ConcurrentLinkedQueue<>();
            CountDownLatch underWay = new CountDownLatch(24);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                Thread.Builder builder = i % 3 == 0 ? Thread.ofPlatform() : Thread.ofVirtual();
                threads.add(builder.start(() -> {
                    for (int call = 0; call < 200; call++) {
                        callIn(shared, wrong);
                        if (call == 20) {
                            underWay.countDown();
                        }
                    }
                }));
            }
            underWay.await();
            shared.close();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(wrong).isEmpty();
            assertThat(alive()).as("round %d", round).isZero();
        }
    }

    private static void callIn(FramePool pool, Queue<String> wrong) {
        FramePool.Place place = pool.borrow();
        try {
            long own = Thread.currentThread().threadId();
            for (int i = 0; i < 8; i++) {
                place.frame.pages.setAtIndex(ValueLayout.JAVA_LONG, i, own);
            }
            Thread.onSpinWait();
            for (int i = 0; i < 8; i++) {
                long found = place.frame.pages.getAtIndex(ValueLayout.JAVA_LONG, i);
                if (found != own) {
                    wrong.add("thread " + own + " found what thread " + found + " wrote");
                }
            }
        } finally {
            place.giveBack();
        }
    }

    @Test
    void framesOfAMigratorThatNobodyClosedAreFreedWhenALaterFrameIsMade() {
        MemorySegment forgotten = forgetAFrame();

        long end = System.nanoTime() + 20_000_000_000L;
        while (forgotten.scope().isAlive() && System.nanoTime() < end) {
            System.gc();
            new CallFrame().close();
        }
        assertThat(forgotten.scope().isAlive()).isFalse();
    }

    private static MemorySegment forgetAFrame() {
        return new CallFrame().errno;
    }
}
