package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.Diagnosis.Finding;
import io.numamigrator.Diagnosis.Severity;
import io.numamigrator.Diagnosis.Topic;
import io.numamigrator.access.PlacementCall;
import io.numamigrator.doctor.Doctor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The doctor, on machines that are not at hand: several nodes, old kernels, cpusets that keep nodes away. */
class DoctorOnPaperTest {

    private final PaperKernel kernel = new PaperKernel();

    private Diagnosis diagnosis() {
        return Doctor.examine(kernel, 0);
    }

    private Finding only(Topic topic) {
        assertThat(diagnosis().about(topic)).hasSize(1);
        return diagnosis().about(topic).getFirst();
    }

    @Test
    void aHealthyMachineNamesItsNodes() {
        assertThat(diagnosis().verdict()).isEqualTo("ready: 4 nodes with memory: 0-3");
        assertThat(diagnosis().findings()).allMatch(finding -> finding.severity() == Severity.OK);
        assertThat(diagnosis().findings()).allMatch(finding -> finding.remedies().isEmpty());
    }

    @Test
    void findingsStandInTheOrderOfTheirTopics() {
        assertThat(diagnosis().findings()).extracting(Finding::topic).isSorted();
    }

    @Test
    void aKernelWithoutNumaIsTold() {
        Stream.of(PlacementCall.values()).forEach(call -> kernel.answers(call, Errno.ENOSYS));
        kernel.without("/proc/self/numa_maps").without("/sys/devices/system/node");

        assertThat(diagnosis().verdict())
                .startsWith("not usable: this kernel was built without NUMA: it has no move_pages,");
        assertThat(only(Topic.NUMA_CALLS).evidence()).contains("/proc/self/numa_maps: absent");
        assertThat(diagnosis().about(Topic.SYSFS)).as("nothing is hidden where nothing is").isEmpty();
    }

    /** As qemu-user answers, which hands the kernel's own files through. */
    @Test
    void anEmulatorThatHasNoSuchCallsIsNotTakenForTheKernel() {
        Stream.of(PlacementCall.values()).forEach(call -> kernel.answers(call, Errno.ENOSYS));
        kernel.file("/proc/sys/kernel/arch", "x86_64\n");

        assertThat(diagnosis().verdict())
                .startsWith("not usable: this kernel has NUMA, and yet something answers move_pages,")
                .contains("qemu-user").doesNotContain("built without");
        assertThat(only(Topic.NUMA_CALLS).evidence())
                .contains("/proc/self/numa_maps: present", "/proc/sys/kernel/arch: x86_64");
        assertThat(only(Topic.NUMA_CALLS).remedies()).extracting(Diagnosis.Remedy::text)
                .containsExactly("run a JVM, or an image, that was built for this machine's own architecture");
    }

    @Test
    void aKernelWithoutMigrationIsTold() {
        kernel.answers(PlacementCall.MOVE_PAGES, Errno.ENOSYS).answers(PlacementCall.MIGRATE_PAGES, Errno.ENOSYS);

        assertThat(diagnosis().verdict()).isEqualTo(
                "not usable: this kernel was built without page migration: it has no move_pages, migrate_pages");
        assertThat(only(Topic.NUMA_CALLS).remedies()).extracting(Diagnosis.Remedy::text)
                .containsExactly("boot a kernel with CONFIG_NUMA=y, CONFIG_MIGRATION=y");
        kernel.release("7.2.12");
        assertThat(only(Topic.NUMA_CALLS).remedies()).extracting(Diagnosis.Remedy::text)
                .containsExactly("boot a kernel with"
                        + " CONFIG_NUMA=y, CONFIG_MIGRATION=y and, from Linux 7.2 on, CONFIG_NUMA_MIGRATION=y");
    }

    @Test
    void aFilterThatSaysEnosysOnAKernelWithoutNumaIsNotBlamed() {
        Stream.of(PlacementCall.values()).forEach(call -> kernel.answers(call, Errno.ENOSYS));
        kernel.without("/proc/self/numa_maps").caller("Seccomp", "2");

        assertThat(diagnosis().verdict()).startsWith("not usable: this kernel was built without NUMA");
    }

    @Test
    void podmanHidesTheHomeNodeCallOfANewKernel() {
        kernel.answers(PlacementCall.SET_MEMPOLICY_HOME_NODE, Errno.ENOSYS).caller("Seccomp", "2");

        assertThat(only(Topic.SECCOMP).summary()).isEqualTo(
                "a seccomp filter answers set_mempolicy_home_node in the kernel's place");
        assertThat(only(Topic.SECCOMP).severity()).isEqualTo(Severity.WARNING);
    }

    @Test
    void anOldKernelHasNoHomeNodeAndNothingIsWrongWithIt() {
        kernel.answers(PlacementCall.SET_MEMPOLICY_HOME_NODE, Errno.ENOSYS).caller("Seccomp", "2").release("5.10.0");

        assertThat(only(Topic.NUMA_CALLS).severity()).isEqualTo(Severity.NOTE);
        assertThat(diagnosis().verdict()).startsWith("ready: ");
    }

    @Test
    void aRefusalWithoutAFilterIsASandbox() {
        kernel.answers(PlacementCall.MOVE_PAGES, Errno.EPERM);

        assertThat(only(Topic.NUMA_CALLS).severity()).isEqualTo(Severity.BLOCKER);
        assertThat(diagnosis().verdict())
                .startsWith("not usable: no seccomp filter is in place, and yet something answers move_");
    }

    @Test
    void aNodeWithoutMemoryIsNoTarget() {
        kernel.node("online", "0-4");

        assertThat(diagnosis().about(Topic.NODES)).extracting(Finding::summary).containsExactly(
                "4 nodes with memory: 0-3", "node 4 online without memory: as a target ENODEV");
        assertThat(diagnosis().verdict()).isEqualTo("ready: 4 nodes with memory: 0-3");
    }

    @Test
    void anEmptyNodeDirectoryIsHidden() {
        kernel.without("/sys/devices/system/node");

        assertThat(only(Topic.SYSFS).severity()).isEqualTo(Severity.WARNING);
        assertThat(only(Topic.SYSFS).summary()).endsWith("all that is known is Mems_allowed: 0-3");
        assertThat(only(Topic.CPUSET).summary()).isEqualTo("the cpuset allows nodes 0-3");
    }

    @Test
    void aMaskedNodeListIsHiddenToo() {
        kernel.node("has_memory", "");

        assertThat(only(Topic.SYSFS).evidence()).contains("/sys/devices/system/node/has_memory: (empty)");
        assertThat(only(Topic.SYSFS).severity()).isEqualTo(Severity.WARNING);
    }

    @Test
    void balancingIsWarnedOf() {
        kernel.file("/proc/sys/kernel/numa_balancing", "1\n");

        assertThat(diagnosis().verdict()).startsWith("usable with limits: automatic NUMA balancing is on");
        assertThat(only(Topic.BALANCING).remedies()).extracting(Diagnosis.Remedy::text)
                .contains("sysctl kernel.numa_balancing=0");
    }

    @Test
    void memoryTieringIsNotTakenForBalancing() {
        kernel.file("/proc/sys/kernel/numa_balancing", "2\n");

        assertThat(only(Topic.BALANCING).summary()).contains("memory tiering");
    }

    @Test
    void hugePagesEverywhereAreNoted() {
        kernel.file("/sys/kernel/mm/transparent_hugepage/enabled", "[always] madvise never\n");

        assertThat(only(Topic.THP).severity()).isEqualTo(Severity.NOTE);
        assertThat(only(Topic.THP).evidence()).containsExactly(
                "/sys/kernel/mm/transparent_hugepage/enabled: [always] madvise never");
        assertThat(only(Topic.THP).summary()).contains("everywhere: each of 2 MiB moves as one whole");
    }

    /** With base pages of 16 KiB a huge page is of 32 MiB; a kernel before 4.10 does not tell. */
    @Test
    void aHugePageIsAsLargeAsTheKernelSays() {
        kernel.file("/sys/kernel/mm/transparent_hugepage/enabled", "[always] madvise never\n");
        kernel.file("/sys/kernel/mm/transparent_hugepage/hpage_pmd_size", "33554432\n")
                .file("/proc/self/cmdline", "java\0-XX:+UseTransparentHugePages\0Main\0");

        assertThat(only(Topic.THP).summary()).contains("everywhere: each of 32 MiB moves as one whole");
        assertThat(diagnosis().about(Topic.JVM_FLAGS)).extracting(Finding::summary)
                .anyMatch(summary -> summary.endsWith("huge pages: each of 32 MiB moves as one whole"));

        kernel.without("/sys/kernel/mm/transparent_hugepage/hpage_pmd_size");
        assertThat(only(Topic.THP).summary()).contains("everywhere: each moves as one whole");
    }

    @Test
    void oldKernelsWantNiceForOtherUsersAndNewOnesPtrace() {
        kernel.caller("CapEff", "0000000000000000").refusesMoveAll().release("4.12.14");
        assertThat(diagnosis().about(Topic.CAPABILITIES)).extracting(Finding::summary)
                .anySatisfy(summary -> assertThat(summary).startsWith("CAP_SYS_NICE is missing")
                        .endsWith("and processes of other users are EPERM"))
                .anySatisfy(
                        summary -> assertThat(summary).startsWith("CAP_SYS_PTRACE is not asked for by this kernel"));

        kernel.release("4.13.0");
        assertThat(diagnosis().about(Topic.CAPABILITIES)).extracting(Finding::summary)
                .anySatisfy(summary -> assertThat(summary).startsWith("CAP_SYS_PTRACE is missing"));
    }

    @Test
    void twoWarningsAreCounted() {
        kernel.file("/proc/sys/kernel/numa_balancing", "1\n").caller("Mems_allowed_list", "0-1");

        assertThat(diagnosis().verdict()).startsWith("usable with limits: the cpuset allows only nodes 0-1 of 0-3")
                .endsWith(" (and 1 more)");
    }

    @Test
    void theReportShowsEvidenceAndRemedies() {
        kernel.caller("Mems_allowed_list", "0-1");

        assertThat(diagnosis().toString())
                .startsWith("this process: usable with limits: the cpuset allows only nodes 0-1 of 0-3")
                .contains("\n[WARNING] cpuset: the cpuset allows only")
                .contains("\n    seen: /proc/thread-self/status: Mems_allowed_list: 0-1")
                .contains("\n    remedy (docker): --cpuset-mems=0-3");
    }
}
