package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.numamigrator.bindings.NativeCall;
import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import io.numamigrator.kernel.PageScan;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever ends a call, what it opened is closed: also when the memory that it was about went away in its midst. */
class CleanUpHereTest {

    private static final long BYTES = 16L << 20;

    static Stream<Kernel> routes() {
        return Routes.kernels();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void aScanIsClosedThoughTheArenaWasBefore(Kernel kernel) throws IOException {
        try (CallFrame frame = new CallFrame()) {
            assumeTrue(openAndClose(kernel, frame), "this kernel cannot scan");
            long before = scans();
            for (int i = 0; i < 50; i++) {
                Arena arena = Arena.ofShared();
                MemorySegment memory = arena.allocate(4096);
                try (PageScan scan = Objects.requireNonNull(kernel.openPageScan(frame.holding(memory), 0))) {
                    assertThat(scans()).isEqualTo(before + 1);
                    arena.close();
                    assertThatThrownBy(() -> scan.scan(frame, memory.address(), memory.address() + 4096, false))
                            .isInstanceOf(IllegalStateException.class);
                }
            }
            assertThat(scans()).isEqualTo(before);
        }
    }

    private static boolean openAndClose(Kernel kernel, CallFrame frame) {
        try (@Nullable PageScan scan = kernel.openPageScan(frame, 0)) {
            return scan != null;
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void aFrameThatHoldsWhatIsGoneStillUnmaps(Kernel kernel) {
        try (CallFrame frame = new CallFrame()) {
            long address = kernel.mmap(frame, 4096);
            Arena arena = Arena.ofShared();
            frame.holding(arena.allocate(8));
            arena.close();

            assertThat(kernel.munmap(frame, address, 4096)).isZero();
        }
    }

    /** The same from outside: arenas that close while their memory is located and moved. */
    @Test
    void noDescriptorIsLeftWhereArenasCloseDuringLocateAndMove() throws Exception {
        try (NumaMigrator numa = NumaMigrator.system();
                Arena mapping = NumaArena.ofShared(numa, MemoryPolicy.none())) {
            // Untouched: long enough to be scanned, and quickly.
            MemorySegment memory = mapping.allocate(BYTES);
            int node = numa.topology().allowed().highest();
            long before = scans();
            for (int round = 0; round < 60; round++) {
                Arena arena = Arena.ofShared();
                MemorySegment held = NativeCall.view(memory.address(), BYTES, arena, null);
                Runnable call = round % 2 == 0 ? () -> numa.move(held, node) : () -> numa.locate(held);
                FutureTask<Boolean> asking = new FutureTask<>(() -> untilClosed(held, call));
                Thread.ofPlatform().start(asking);
                for (long end = System.nanoTime() + 2_000_000; System.nanoTime() < end;) {
                    Thread.onSpinWait();
                }
                SafetyContract.closeWhenPossible(arena);
                assertThat(asking.get()).isTrue();
            }
            assertThat(scans()).isEqualTo(before);
        }
    }

    /** Returns true once the memory has been closed under the call. */
    private static boolean untilClosed(MemorySegment memory, Runnable call) {
        try {
            while (true) {
                call.run();
            }
        } catch (IllegalStateException closed) {
            if (memory.scope().isAlive()) {
                throw closed;
            }
            return true;
        }
    }

    /** Counts the descriptors of page tables that this process holds. */
    private static long scans() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            List<Path> all = descriptors.toList();
            return all.stream().filter(CleanUpHereTest::isOfPageTables).count();
        }
    }

    private static boolean isOfPageTables(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).endsWith("pagemap");
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }
}
