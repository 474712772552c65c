package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.access.Access;
import io.numamigrator.access.AccessRule;
import io.numamigrator.access.ExaminedProcess;
import io.numamigrator.access.PlacementCall;
import io.numamigrator.doctor.Doctor;
import io.numamigrator.kernel.LinuxRelease;
import org.junit.jupiter.api.Test;

/** Who may look into whom on kernels that are not at hand, and where /proc shows little. */
class AccessOnPaperTest {

    private static final String USER = "Uid:\t1000\t1000\t1000\t1000";
    private static final String GROUP = "Gid:\t1000\t1000\t1000\t1000";

    private final PaperKernel kernel = new PaperKernel().caller(USER, GROUP, "CapEff:\t0000000000000000", "Seccomp:\t0",
            "Mems_allowed_list:\t0-3");

    private Access judge(PlacementCall call) {
        return Access.judge(ExaminedProcess.toAsk(kernel, PaperKernel.PID), call);
    }

    private String verdict() {
        return Doctor.examine(kernel, PaperKernel.PID).verdict();
    }

    @Test
    void theRuleOfEachCallChangedInItsOwnRelease() {
        assertThat(AccessRule.of(PlacementCall.MOVE_PAGES, new LinuxRelease(4, 12))).isEqualTo(AccessRule.UID);
        assertThat(AccessRule.of(PlacementCall.MOVE_PAGES, new LinuxRelease(4, 13))).isEqualTo(AccessRule.PTRACE);
        assertThat(AccessRule.of(PlacementCall.MIGRATE_PAGES, new LinuxRelease(4, 14))).isEqualTo(AccessRule.UID);
        assertThat(AccessRule.of(PlacementCall.MIGRATE_PAGES, new LinuxRelease(4, 15))).isEqualTo(AccessRule.PTRACE);
        assertThat(AccessRule.of(PlacementCall.MOVE_PAGES, LinuxRelease.parse("hidden"))).isEqualTo(AccessRule.PTRACE);
    }

    @Test
    void anOldKernelAsksForTheRealOrSavedUidOnly() {
        kernel.release("4.4.0").target("State:\tS", "Uid:\t0\t0\t1000\t0", "Gid:\t0\t0\t0\t0");
        assertThat(judge(PlacementCall.MOVE_PAGES)).isInstanceOf(Access.Granted.class);

        kernel.target("State:\tS", "Uid:\t0\t1000\t0\t0", GROUP);
        assertThat(judge(PlacementCall.MOVE_PAGES)).isInstanceOf(Access.Denied.class)
                .extracting(Access::why).asString().contains("without CAP_SYS_NICE");
    }

    @Test
    void aNewKernelAsksForEveryIdOfUserAndGroup() {
        kernel.target("State:\tS", USER, "Gid:\t1000\t1000\t50\t1000");

        assertThat(judge(PlacementCall.MOVE_PAGES)).isInstanceOf(Access.Denied.class)
                .extracting(Access::why).asString().contains("gid 1000/1000/50").contains("without CAP_SYS_PTRACE");
    }

    @Test
    void idsOfNamespacesReachToTheEndOfTheirRange() {
        kernel.target("State:\tS", "Uid:\t1879048192\t1879048192\t4294967294\t0", "Gid:\t4294967295\t0\t0\t0");

        assertThat(judge(PlacementCall.MOVE_PAGES).why())
                .contains("uid 1879048192/1879048192/4294967294, gid 4294967295/0/0");
        assertThat(judge(PlacementCall.MOVE_PAGES).remedies()).extracting(Diagnosis.Remedy::text)
                .contains("--user=1879048192:4294967295");
    }

    @Test
    void theKernelsAnswerGoesBeforeTheJudgement() {
        kernel.target("State:\tS", "Uid:\t0\t0\t0\t0", "Gid:\t0\t0\t0\t0");
        assertThat(verdict()).as("a security module may also be generous").startsWith("ready: ");

        kernel.target("State:\tS", USER, GROUP).answersAboutTarget(Errno.EPERM);
        assertThat(verdict()).startsWith("not usable: process 4711 has the ids of this process but is not dumpable");
    }

    @Test
    void aCapabilityThatDoesNotHelpPointsToTheUserNamespace() {
        kernel.caller("CapEff", "000001ffffffffff").target("State:\tS", USER, GROUP).answersAboutTarget(Errno.EPERM)
                .file("/proc/self/uid_map", "         0       1000          1\n");

        assertThat(verdict())
                .startsWith("not usable: process 4711 is outside this user namespace, and CAP_SYS_PTRACE of"
                        + " this process counts only inside");
    }

    @Test
    void aCapabilityThatDoesNotHelpInTheFirstUserNamespacePointsToASecurityModule() {
        kernel.caller("CapEff", "000001ffffffffff").target("State:\tS", USER, GROUP).answersAboutTarget(Errno.EPERM)
                .file("/proc/self/uid_map", "         0          0 4294967295\n");

        assertThat(verdict()).startsWith("not usable: a security module");
        assertThat(Doctor.examine(kernel, PaperKernel.PID).toString()).doesNotContain("--cap-add=SYS_PTRACE");
    }

    @Test
    void aProcessThatProcHidesIsNotTakenForDead() {
        kernel.answersAboutTarget(Errno.EPERM);

        assertThat(verdict()).contains("/proc hides it (hidepid)");
    }

    @Test
    void kernelThreadsAreKnownOnOldKernelsToo() {
        kernel.file("/proc/4711/status", "Name:\tkswapd0\nState:\tS (sleeping)\nUid:\t0\t0\t0\t0\n")
                .answersAboutTarget(Errno.EINVAL);

        assertThat(verdict())
                .isEqualTo("not usable: process 4711 (kswapd0) is a thread of the kernel and has no address space");
    }

    @Test
    void theOwnPidIsThisProcess() {
        assertThat(Doctor.examine(kernel, 1234).subject()).isEqualTo("this process");
        assertThat(Doctor.examine(kernel, PaperKernel.PID).subject()).isEqualTo("process 4711");
    }
}
