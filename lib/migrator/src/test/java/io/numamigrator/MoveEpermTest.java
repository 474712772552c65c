package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.refusal.Refusals;
import org.junit.jupiter.api.Test;

/** EPERM of move_pages names the one cause that is true: by what was asked for, whose process it is, and what the caller may do. */
class MoveEpermTest {

    private final PaperKernel kernel = new PaperKernel();

    private NumaException refused(int pid, MoveScope scope) {
        return Refusals.explainMove(kernel, pid, 8, 1, scope, Errno.EPERM.number());
    }

    private void withoutCapabilities() {
        kernel.caller("Uid", "1000\t1000\t1000\t1000").caller("CapEff", "0000000000000000").refusesMoveAll()
                .target("State:\tS", "Uid:\t0\t0\t0\t0", "Gid:\t0\t0\t0\t0", "Mems_allowed_list:\t0-3")
                .answersAboutTarget(Errno.EPERM);
    }

    @Test
    void sharedWithoutTheCapabilityIsRefusedBeforeTheProcessIsLookedAt() {
        withoutCapabilities();

        assertThat(refused(PaperKernel.PID, MoveScope.SHARED)).hasMessageContaining(
                "scope SHARED (MPOL_MF_MOVE_ALL) needs CAP_SYS_NICE; it is missing");
    }

    @Test
    void exclusiveIsRefusedBecauseOfTheProcessAlone() {
        withoutCapabilities();

        assertThat(refused(PaperKernel.PID, MoveScope.EXCLUSIVE).getMessage()).contains("CAP_SYS_PTRACE")
                .doesNotContain("SHARED").doesNotContain("CAP_SYS_NICE");
    }

    @Test
    void exclusiveOfTheOwnPagesNeedsNoCapability() {
        withoutCapabilities();

        assertThat(refused(0, MoveScope.EXCLUSIVE).getMessage()).contains("a security module or a sandbox refuses")
                .doesNotContain("CAP_SYS_NICE");
        assertThat(Refusals.explainQuery(kernel, 0, 8, Errno.EPERM.number()).getMessage())
                .contains("a security module or a sandbox refuses").doesNotContain("CAP_SYS_NICE");
    }
}
