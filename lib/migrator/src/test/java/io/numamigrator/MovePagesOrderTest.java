package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.engine.KernelMigrator;
import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import io.numamigrator.kernel.MoveFlags;
import io.numamigrator.refusal.Refusals;
import java.lang.foreign.MemorySegment;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What move_pages(2) of the running kernel checks once a call, and in which order (SEMANTICS 1.1), by every route. */
class MovePagesOrderTest {

    private static final MemorySegment WILD = MemorySegment.ofAddress(0xDEAD_BEEF_F000L);
    private static final int NO_SUCH_PID = Integer.MAX_VALUE;
    private static final int STRICT = 1;

    private final CallFrame frame = new CallFrame();

    static Stream<Kernel> routes() {
        return Routes.kernels();
    }

    /** Ask about no pages; the arrays are wild, so an answer other than EFAULT shows that nobody looked at them. */
    private long none(Kernel kernel, int pid, int flags) {
        return kernel.movePages(frame, pid, 0, WILD, WILD, WILD, flags);
    }

    private static long minus(Errno errno) {
        return -errno.number();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void noPagesNeedNoArrays(Kernel kernel) {
        assertThat(none(kernel, 0, 0)).isZero();
        assertThat(none(kernel, 0, MoveFlags.MOVE)).isZero();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void anUnknownFlagComesBeforeEverything(Kernel kernel) {
        assertThat(none(kernel, 0, STRICT)).isEqualTo(minus(Errno.EINVAL));
        assertThat(none(kernel, 0, MoveFlags.MOVE | 8)).isEqualTo(minus(Errno.EINVAL));
        assertThat(none(kernel, NO_SUCH_PID, STRICT)).as("before the pid").isEqualTo(minus(Errno.EINVAL));
        assertThat(none(kernel, -1, Integer.MIN_VALUE)).isEqualTo(minus(Errno.EINVAL));
    }

    @ParameterizedTest
    @MethodSource("routes")
    void aPidThatIsNotThereIsEsrchEvenForNoPages(Kernel kernel) {
        assertThat(none(kernel, NO_SUCH_PID, 0)).isEqualTo(minus(Errno.ESRCH));
        assertThat(none(kernel, -1, 0)).isEqualTo(minus(Errno.ESRCH));
        assertThat(none(kernel, Integer.MIN_VALUE, MoveFlags.MOVE)).isEqualTo(minus(Errno.ESRCH));
    }

    @ParameterizedTest
    @MethodSource("routes")
    void anyThreadIdNamesItsProcess(Kernel kernel) throws Exception {
        for (String thread : kernel.list("/proc/self/task")) {
            assertThat(none(kernel, Integer.parseInt(thread), 0)).isIn(0L, minus(Errno.ESRCH));
        }
        int own = (int) ProcessHandle.current().pid();
        assertThat(none(kernel, own, 0)).isZero();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void withTheCapabilityMoveAllIsFree(Kernel kernel) {
        Requires.root();

        assertThat(none(kernel, 0, MoveFlags.MOVE_ALL)).isZero();
        assertThat(none(kernel, NO_SUCH_PID, MoveFlags.MOVE_ALL)).isEqualTo(minus(Errno.ESRCH));
    }

    @ParameterizedTest
    @MethodSource("routes")
    void aKernelThreadHasNoAddressSpace(Kernel kernel) throws Exception {
        Requires.root();
        int thread = KernelThreadHere.pid(kernel);

        assertThat(none(kernel, thread, 0)).isEqualTo(minus(Errno.EINVAL));
        assertThat(none(kernel, thread, MoveFlags.MOVE)).isEqualTo(minus(Errno.EINVAL));
        assertThat(Refusals.explain(kernel, "move_pages", thread, 1, Errno.EINVAL.number()))
                .hasMessageContaining("process " + thread).hasMessageContaining("is a thread of the kernel");
    }

    @ParameterizedTest
    @MethodSource("routes")
    void aZombieIsEinvalUntilItIsReapedAndEsrchFromThenOn(Kernel kernel) throws Exception {
        try (Target zombie = Target.zombie()) {
            assertThat(none(kernel, zombie.pid(), 0)).isEqualTo(minus(Errno.EINVAL));
            assertThat(Refusals.explain(kernel, "move_pages", zombie.pid(), 1, Errno.EINVAL.number()))
                    .hasMessageContaining("has ended and only waits to be reaped");

            zombie.reap();

            assertThat(none(kernel, zombie.pid(), 0)).isEqualTo(minus(Errno.ESRCH));
            assertThat(Refusals.explain(kernel, "move_pages", zombie.pid(), 1, Errno.ESRCH.number()))
                    .hasMessageContaining("there is no process " + zombie.pid())
                    .hasMessageContaining("it has ended");
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void theLibraryNamesAMissingProcess(Kernel kernel) {
        try (NumaMigrator numa = new KernelMigrator(kernel, false)) {
            assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(NumaException.class,
                    () -> numa.process(NO_SUCH_PID).locate(new long[] {4096})))
                    .satisfies(refused -> assertThat(refused.errno()).isEqualTo(Errno.ESRCH))
                    .hasMessageStartingWith("move_pages(pid " + NO_SUCH_PID + ", count 1) failed with ESRCH");
        }
    }
}
