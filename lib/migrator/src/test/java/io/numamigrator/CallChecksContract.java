package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import io.numamigrator.kernel.MoveFlags;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** What move_pages(2) checks once for each call, and in which order (SEMANTICS 1.1). */
interface CallChecksContract extends OnSeveralNodes {

    int MISSING_PID = 4_000_000;
    int STRICT = 1;

    /** Ask about no page at all, so that the checks of the call are all there is. */
    private static long check(Kernel kernel, int pid, int flags) {
        MemorySegment wild = MemorySegment.ofAddress(0x10);
        return kernel.movePages(new CallFrame(), pid, 0, wild, wild, wild, flags);
    }

    @Test
    default void ofNoPagesNoArrayIsRead() {
        assertThat(check(lab().kernel(), 0, MoveFlags.MOVE)).isZero();
    }

    @Test
    default void anUnknownFlagComesBeforeAnUnknownPid() {
        for (int flags : new int[] {STRICT, 8, 1 << 31, MoveFlags.MOVE | STRICT}) {
            assertThat(check(lab().kernel(), MISSING_PID, flags)).isEqualTo(failure(Errno.EINVAL));
        }
    }

    @Test
    default void sharedPagesNeedAPrivilegeWhateverIsAsked() {
        try (LabProcess user = lab().process()) {
            user.become(1000, 1000, 1000);

            assertThat(check(user.kernel(), 0, MoveFlags.MOVE_ALL)).isEqualTo(failure(Errno.EPERM));
            assertThat(check(user.kernel(), MISSING_PID, MoveFlags.MOVE_ALL)).isEqualTo(failure(Errno.EPERM));
            assertThat(check(user.kernel(), 0, MoveFlags.MOVE)).isZero();
        }
    }

    @Test
    default void aPidThatIsNotThereIsNoProcess() {
        for (int pid : new int[] {MISSING_PID, -1, Integer.MIN_VALUE}) {
            assertThat(check(lab().kernel(), pid, MoveFlags.MOVE)).isEqualTo(failure(Errno.ESRCH));
            assertThat(Batch.query(lab().kernel(), pid, 0)).isEqualTo(Answer.failed(Errno.ESRCH, UNWRITTEN));
        }
        assertThatThrownBy(() -> lab().numa().process(MISSING_PID).locate(new MemoryRange(0, 1)))
                .isInstanceOfSatisfying(NumaException.class, gone -> assertThat(gone.errno()).isEqualTo(Errno.ESRCH));
    }

    @Test
    default void aProcessWithoutMemoryIsInvalid() {
        int kernelThread = 2;
        assertThat(check(lab().kernel(), kernelThread, MoveFlags.MOVE)).isEqualTo(failure(Errno.EINVAL));
        try (LabProcess user = lab().process()) {
            user.become(1000, 1000, 1000);
            assertThat(check(user.kernel(), kernelThread, MoveFlags.MOVE)).isEqualTo(failure(Errno.EPERM));
        }
    }

    @Test
    default void aZombieIsInvalidAndAReapedProcessIsGone() {
        try (LabProcess parent = lab().process();
                LabProcess child = parent.fork()) {
            child.kill();
            long answer;
            do {
                answer = check(lab().kernel(), child.pid(), MoveFlags.MOVE);
            } while (answer == 0);
            assertThat(answer).isEqualTo(failure(Errno.EINVAL));

            child.reap();

            assertThat(check(lab().kernel(), child.pid(), MoveFlags.MOVE)).isEqualTo(failure(Errno.ESRCH));
        }
    }
}
