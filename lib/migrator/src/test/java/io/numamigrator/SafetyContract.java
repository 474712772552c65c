package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Whatever is passed, there is an answer or a typed exception, from any thread. */
interface SafetyContract {

    Subject subject();

    private NumaMigrator numa() {
        return subject().numa();
    }

    @Test
    default void aHeapSegmentIsRefused() {
        MemorySegment heap = MemorySegment.ofArray(new long[4096]);

        assertThatThrownBy(() -> numa().locate(heap))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("heap segment");
        assertThatThrownBy(() -> numa().move(heap, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void aClosedArenaIsAnIllegalState() {
        Arena arena = Arena.ofShared();
        MemorySegment memory = subject().touched(arena, 2);
        Placement plan = Placement.of(memory, 0);
        arena.close();

        assertThatThrownBy(() -> numa().locate(memory)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> numa().move(plan)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> numa().policy(memory)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    default void aForeignConfinedArenaIsAWrongThread() throws InterruptedException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = subject().touched(arena, 2);
            assertThat(failureOnAnotherThread(() -> numa().locate(memory))).isInstanceOf(WrongThreadException.class);
            assertThat(failureOnAnotherThread(() -> numa().move(memory, 0))).isInstanceOf(WrongThreadException.class);
        }
    }

    private static Throwable failureOnAnotherThread(Runnable work) throws InterruptedException {
        List<Throwable> failures = new ArrayList<>();
        Thread thread = Thread.ofPlatform().unstarted(work);
        thread.setUncaughtExceptionHandler((_, failure) -> failures.add(failure));
        thread.start();
        thread.join();
        return failures.getFirst();
    }

    @Test
    default void aClosedMigratorIsAnIllegalState() {
        Placement plan = Placement.of(new MemoryRange(0, 1), 0);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = subject().touched(arena, 1);
            NumaMigrator closed = another();
            closed.close();
            closed.close();

            assertThatThrownBy(() -> closed.locate(memory)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> closed.move(plan)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(closed::topology).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(closed::threadPolicy).isInstanceOf(IllegalStateException.class);
        }
    }

    /** Return a further migrator of the same kind, which the test closes. */
    NumaMigrator another();

    @Test
    default void wildAddressesAreReportedNotFollowed() {
        MemoryRange[] wild = {
            new MemoryRange(0, 3 * 4096),
            new MemoryRange(-8192, 4096),
            new MemoryRange(0xffffffffff600000L, 4096),
            new MemoryRange(0x0000_8000_0000_0000L, 16384),
            new MemoryRange(Long.MIN_VALUE, 5),
        };
        for (MemoryRange range : wild) {
            PageReport report = numa().self().locate(range);
            assertThat(report.present()).as(range.toString()).isZero();

            MoveResult result = numa().move(Placement.of(range, subject().nodes().highest()));
            assertThat(result.moved()).as(range.toString()).isZero();
        }
        PageReport many = numa().self().locate(new MemoryRange(-(1L << 30), 1L << 29));
        assertThat(many.present()).isZero();
    }

    @Test
    default void rangesThatCannotBeAreRefusedWhenTheyAreMade() {
        assertThatThrownBy(() -> new MemoryRange(4096, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MemoryRange(-4096, 8192)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> numa().self().locate(new MemoryRange(0, Long.MAX_VALUE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("in pieces");
        assertThatThrownBy(() -> Placement.of(new MemoryRange(0, 1), -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> numa().process(1L << 40)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void manyThreadsMayAskAndMoveAtOnce() throws InterruptedException, ExecutionException {
        try (Arena arena = Arena.ofShared();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            MemorySegment memory = subject().touched(arena, 1600);
            int node = subject().nodes().highest();
            long piece = 100L * subject().pageSize();
            List<Future<MoveResult>> results = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                MemorySegment part = memory.asSlice(i % 16 * piece, piece);
                results.add(threads.submit(() -> {
                    assertThat(numa().locate(part).present()).isEqualTo(100);
                    return numa().move(part, node);
                }));
            }
            for (Future<MoveResult> result : results) {
                assertThat(result.get().pages()).isEqualTo(100);
            }
        }
    }

    @Test
    default void aSharedArenaIsClosedEitherBeforeOrAfterACall() throws InterruptedException {
        for (int round = 0; round < 20; round++) {
            Arena arena = Arena.ofShared();
            MemorySegment memory = subject().touched(arena, 2000);
            List<Throwable> unexpected = new ArrayList<>();
            Thread asking = Thread.ofPlatform().start(() -> {
                try {
                    while (true) {
                        if (numa().locate(memory).present() != 2000) {
                            unexpected.add(new AssertionError("asked about memory that was gone"));
                        }
                    }
                } catch (IllegalStateException closed) {
                    if (memory.scope().isAlive()) {
                        unexpected.add(closed);
                    }
                }
            });
            closeWhenPossible(arena);
            asking.join();
            assertThat(unexpected).isEmpty();
        }
    }

    /** Close an arena as soon as no call holds it. */
    static void closeWhenPossible(Arena arena) {
        while (true) {
            try {
                arena.close();
                return;
            } catch (IllegalStateException inUse) {
                Thread.onSpinWait();
            }
        }
    }
}
