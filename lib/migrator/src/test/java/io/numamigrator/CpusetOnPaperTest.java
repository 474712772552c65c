package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.Diagnosis.Finding;
import io.numamigrator.Diagnosis.Remedy;
import io.numamigrator.Diagnosis.Severity;
import io.numamigrator.Diagnosis.Topic;
import io.numamigrator.doctor.Doctor;
import org.junit.jupiter.api.Test;

/** Which cpuset keeps a node away, and which file gives it back. */
class CpusetOnPaperTest {

    private static final String V1_MOUNT =
            "33 32 0:28 / /sys/fs/cgroup/cpuset rw,nosuid shared:9 - cgroup cgroup rw,cpuset,clone_children\n";
    private static final String V2_MOUNT =
            "30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n";

    private final PaperKernel kernel = new PaperKernel().caller("Mems_allowed_list", "0-1");

    private Finding cpuset() {
        assertThat(Doctor.examine(kernel, 0).about(Topic.CPUSET)).hasSize(1);
        return Doctor.examine(kernel, 0).about(Topic.CPUSET).getFirst();
    }

    @Test
    void aVersionOneCpusetIsNamedWithItsFile() {
        kernel.file("/proc/self/cgroup", "9:cpuset,cpu:/batch/job 7\n0::/\n")
                .file("/proc/self/mountinfo", V1_MOUNT + V2_MOUNT)
                .file("/sys/fs/cgroup/cpuset/batch/job 7/cpuset.mems", "0-1\n");

        assertThat(cpuset().severity()).isEqualTo(Severity.WARNING);
        assertThat(cpuset().summary()).isEqualTo(
                "the cpuset /batch/job 7 allows only nodes 0-1 of 0-3: as a target 2-3 is EACCES");
        assertThat(cpuset().evidence()).contains("/sys/fs/cgroup/cpuset/batch/job 7/cpuset.mems: 0-1");
        assertThat(cpuset().remedies()).extracting(Remedy::text)
                .contains("echo 0-3 > /sys/fs/cgroup/cpuset/batch/job 7/cpuset.mems", "AllowedMemoryNodes=0-3");
    }

    @Test
    void aVersionTwoGroupWithoutTheControllerHasItsParentsFile() {
        kernel.file("/proc/self/cgroup", "0::/system.slice/app.service/worker\n").file("/proc/self/mountinfo", V2_MOUNT)
                .file("/sys/fs/cgroup/system.slice/cpuset.mems", "0-1\n");

        assertThat(cpuset().remedies()).extracting(Remedy::text)
                .contains("echo 0-3 > /sys/fs/cgroup/system.slice/cpuset.mems");
    }

    @Test
    void aMountOfPartOfTheTreeIsFollowed() {
        kernel.file("/proc/self/cgroup", "0::/docker/abc/inner\n")
                .file("/proc/self/mountinfo", V2_MOUNT.replace("0:26 / /sys", "0:26 /docker/abc /sys"))
                .file("/sys/fs/cgroup/inner/cpuset.mems", "0-1\n");

        assertThat(cpuset().evidence()).contains("/sys/fs/cgroup/inner/cpuset.mems: 0-1");
    }

    @Test
    void withoutAMountTheCpusetIsStillSeenByItsNodes() {
        assertThat(cpuset().summary()).startsWith("the cpuset allows only nodes 0-1 of 0-3");
        assertThat(cpuset().remedies()).extracting(Remedy::text).contains("--cpuset-mems=0-3");
    }

    @Test
    void theCpusetOfTheCallerLimitsMovesOfOthers() {
        kernel.target("State:\tS", "Uid:\t0\t0\t0\t0", "Gid:\t0\t0\t0\t0", "Mems_allowed_list:\t0-3");

        assertThat(Doctor.examine(kernel, PaperKernel.PID).about(Topic.CPUSET)).extracting(Finding::summary)
                .containsExactly(
                        "the cpuset allows every node with memory: 0-3",
                        "the cpuset of this process allows only nodes 0-1: moving pages of the other process to 2-3 is ENOMEM, and"
                                + " migrate leaves these targets out");
    }
}
