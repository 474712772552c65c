package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.numamigrator.engine.KernelMigrator;
import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import io.numamigrator.kernel.MoveFlags;
import io.numamigrator.pages.PageCode;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What move_pages(2) of the running kernel checks for each entry (SEMANTICS 1.3, 1.4, 1.9), by every route. */
class MovePagesEntriesTest {

    private static final MemorySegment WILD = MemorySegment.ofAddress(0xDEAD_BEEF_F000L);
    private static final int BEFORE = 77;

    private final CallFrame frame = new CallFrame();

    static Stream<Kernel> routes() {
        return Routes.kernels();
    }

    private static long minus(Errno errno) {
        return -errno.number();
    }

    private int ownNode(Kernel kernel) {
        fill(frame.pages.address(), 0);
        assertThat(kernel.movePages(frame, 0, 1, frame.pages, MemorySegment.NULL, frame.status, 0)).isZero();
        return status(0);
    }

    private int status(int i) {
        return frame.status.getAtIndex(ValueLayout.JAVA_INT, i);
    }

    /** Set every entry to this address and node, and every status to something the kernel never writes. */
    private void fill(long address, int node) {
        for (int i = 0; i < 40; i++) {
            frame.pages.setAtIndex(ValueLayout.JAVA_LONG, i, address);
            frame.nodes.setAtIndex(ValueLayout.JAVA_INT, i, node);
            frame.status.setAtIndex(ValueLayout.JAVA_INT, i, BEFORE);
        }
    }

    private long move(Kernel kernel, int count) {
        return kernel.movePages(frame, 0, count, frame.pages, frame.nodes, frame.status, MoveFlags.MOVE);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void aNodeThatIsNotThereIsEnodev(Kernel kernel) {
        for (int node : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1023, 1024, 32768}) {
            fill(frame.status.address(), node);
            assertThat(move(kernel, 1)).as("node %d", node).isEqualTo(minus(Errno.ENODEV));
            assertThat(status(0)).isEqualTo(BEFORE);
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void theLibraryNamesTheNodeThatIsNotThere(Kernel kernel) {
        try (NumaMigrator numa = new KernelMigrator(kernel, false); Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(8192, 4096).fill((byte) 1);

            assertThatThrownBy(() -> numa.move(memory, 999)).isInstanceOf(NumaException.class)
                    .hasMessageContaining("failed with ENODEV").hasMessageContaining("there is no node 999")
                    .hasMessageContaining("Mend: move to one of the nodes with memory: ");
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void aBadNodeEndsTheCallAfterWhatCameBeforeIt(Kernel kernel) {
        int node = ownNode(kernel);
        fill(frame.pages.address(), node);
        frame.nodes.setAtIndex(ValueLayout.JAVA_INT, 2, -1);

        assertThat(move(kernel, 4)).isEqualTo(minus(Errno.ENODEV));

        assertThat(status(2)).isEqualTo(BEFORE);
        assertThat(status(3)).isEqualTo(BEFORE);
        if (RunningKernel.atLeast(5, 6)) {
            assertThat(status(0)).isEqualTo(node);
            assertThat(status(1)).isEqualTo(node);
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void anArrayThatCannotBeReadIsEfault(Kernel kernel) {
        fill(frame.pages.address(), ownNode(kernel));

        assertThat(kernel.movePages(frame, 0, 1, WILD, MemorySegment.NULL, frame.status, 0))
                .isEqualTo(minus(Errno.EFAULT));
        assertThat(kernel.movePages(frame, 0, 1, WILD, frame.nodes, frame.status, MoveFlags.MOVE))
                .isEqualTo(minus(Errno.EFAULT));
        assertThat(kernel.movePages(frame, 0, 1, frame.pages, WILD, frame.status, MoveFlags.MOVE))
                .isEqualTo(minus(Errno.EFAULT));
        assertThat(status(0)).isEqualTo(BEFORE);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void aStatusArrayThatCannotBeWrittenIsEfault(Kernel kernel) {
        fill(frame.pages.address(), ownNode(kernel));

        assertThat(kernel.movePages(frame, 0, 1, frame.pages, MemorySegment.NULL, WILD, 0))
                .isEqualTo(minus(Errno.EFAULT));
        assertThat(kernel.movePages(frame, 0, 1, frame.pages, frame.nodes, WILD, MoveFlags.MOVE))
                .isEqualTo(minus(Errno.EFAULT));
    }

    @ParameterizedTest
    @MethodSource("routes")
    void theAddressIsReadBeforeTheNodeIsLookedAt(Kernel kernel) {
        fill(0, -1);

        assertThat(kernel.movePages(frame, 0, 1, WILD, frame.nodes, frame.status, MoveFlags.MOVE))
                .isEqualTo(minus(Errno.EFAULT));
        assertThat(move(kernel, 1)).as("an address without memory").isEqualTo(minus(Errno.ENODEV));
    }

    @ParameterizedTest
    @MethodSource("routes")
    void aQueryAnswersInChunksOfSixteenUpToTheFault(Kernel kernel) {
        long page = kernel.pageSize();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment twoPages = TestMemory.map(kernel, frame, arena, 2 * page);
            MemorySegment last = twoPages.asSlice(page - 20 * 8L, 20 * 8L);
            for (int i = 0; i < 20; i++) {
                last.setAtIndex(ValueLayout.JAVA_LONG, i, frame.pages.address());
            }
            fill(frame.pages.address(), 0);
            assertThat(kernel.munmap(frame, twoPages.address() + page, page)).isZero();

            assertThat(kernel.movePages(frame, 0, 40, last, MemorySegment.NULL, frame.status, 0))
                    .isEqualTo(minus(Errno.EFAULT));

            assertThat(status(15)).isNotNegative().isNotEqualTo(BEFORE);
            assertThat(status(16)).isEqualTo(BEFORE);
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void anAddressWithoutMemoryIsAStatusAndNoError(Kernel kernel) {
        int node = ownNode(kernel);
        for (long address : new long[] {0, -1, WILD.address(), 0xFFFF_FFFF_FF60_0000L}) {
            fill(address, node);

            assertThat(move(kernel, 1)).as("0x%x", address).isZero();
            assertThat(status(0)).isEqualTo(PageCode.EFAULT);
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void nodesWithoutAFlagMoveAsWithMove(Kernel kernel) {
        int node = ownNode(kernel);
        fill(frame.pages.address(), node);

        assertThat(kernel.movePages(frame, 0, 1, frame.pages, frame.nodes, frame.status, 0)).isZero();

        assertThat(status(0)).isEqualTo(node);
    }
}
