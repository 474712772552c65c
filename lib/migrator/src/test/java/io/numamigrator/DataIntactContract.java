package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.bindings.NativeCall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Threads that write while their pages go from node to node find everything as they left it. */
interface DataIntactContract extends OnSeveralNodes {

    int WRITERS = 3;
    int MOST_ROUNDS = 100_000;

    /** Something done with the memory again and again while threads write to it. */
    interface Disturbance {
        void once(MemorySegment memory, int node) throws InterruptedException;
    }

    /** Return the nanoseconds for which one second of disturbance stands; where copies are not made a moment says as much. */
    default long second() {
        return 1_000_000_000L;
    }

    private void expectIntact(MemorySegment memory, long nanos, BooleanSupplier seen, Disturbance disturbance)
            throws InterruptedException {
        long share = memory.byteSize() / WRITERS & -pageSize();
        List<CheckedWriter> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            writers.add(new CheckedWriter(lab(), node(i % lab().nodes().size()), memory.asSlice(i * share, share), i));
        }
        long end = System.nanoTime() + nanos;
        int rounds = 0;
        try {
            while (rounds < MOST_ROUNDS && (System.nanoTime() < end || !seen.getAsBoolean() || tooFew(writers))) {
                disturbance.once(memory, node(rounds++ % 3));
            }
        } finally {
            for (CheckedWriter writer : writers) {
                writer.stop();
            }
        }
        assertThat(seen.getAsBoolean()).as("what was to happen did").isTrue();
        assertThat(writers).allSatisfy(writer -> {
            assertThat(writer.failure()).isNull();
            assertThat(writer.writes()).isGreaterThan(100);
        });
    }

    private static boolean tooFew(List<CheckedWriter> writers) {
        return writers.stream().anyMatch(writer -> writer.failure() == null && writer.writes() <= 200);
    }

    @Test
    default void whatThreadsWriteStaysWhileItsPagesGoFromNodeToNode() throws InterruptedException {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment memory = lab().on(a(), arena, 600);
            MemorySegment huge = lab().hugeOn(b(), arena, 2 * hugePageSize());
            expectIntact(memory, 14 * second(), () -> true, (all, node) -> lab().numa().move(all, node));
            expectIntact(huge, 6 * second(), () -> true, (all, node) -> lab().numa().move(all, node));
        }
    }

    @Test
    default void anInterruptedMoveLosesNothing() throws InterruptedException {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment memory = lab().on(a(), arena, 9000);
            int[] cut = {0};
            expectIntact(memory, 5 * second(), () -> cut[0] > 0, (all, node) -> {
                Thread mover = Thread.ofPlatform().start(() -> {
                    MoveResult result = lab().numa().move(all, node);
                    cut[0] += result.interrupted() ? 1 : 0;
                });
                mover.interrupt();
                mover.join();
            });
        }
    }

    @Test
    default void aMoveThatEndsWithItsArenaLosesNothing() throws InterruptedException {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment memory = lab().on(a(), arena, 9000);
            int[] cut = {0};
            expectIntact(memory, 5 * second(), () -> cut[0] > 0, (all, node) -> {
                Arena brief = Arena.ofShared();
                MemorySegment view = NativeCall.view(all.address(), all.byteSize(), brief, null);
                Thread mover = Thread.ofPlatform().start(() -> {
                    try {
                        while (true) {
                            lab().numa().move(view, node);
                        }
                    } catch (IllegalStateException closed) {
                        cut[0] += view.scope().isAlive() ? 0 : 1;
                    }
                });
                SafetyContract.closeWhenPossible(brief);
                mover.join();
            });
        }
    }
}
