package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.access.Remedies;
import io.numamigrator.proc.Capability;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The doctor, in children of this JVM that really lack something. */
class DoctorHereTest {

    private static final String ALL_CALLS =
            "move_pages,migrate_pages,mbind,get_mempolicy,set_mempolicy,set_mempolicy_home_node";

    private static String diagnose(ChildJvm child) throws IOException, InterruptedException {
        return child.run(DoctorChild.class, 0);
    }

    @Test
    void aHealthyProcessIsReady() throws Exception {
        assertThat(diagnose(ChildJvm.under())).startsWith("this process: ready: ").contains("[OK] native access")
                .contains("[OK] seccomp: no seccomp filter").contains("[OK] system calls").doesNotContain("BLOCKER");
    }

    @Test
    void deniedNativeAccessIsNamedWithItsFlag() throws Exception {
        ChildJvm denied = Runtime.version().feature() >= 24
                ? ChildJvm.withoutGrant("--illegal-native-access=deny")
                : ChildJvm.withoutGrant("--enable-native-access=java.base");

        assertThat(diagnose(denied))
                .startsWith("this process: not usable: this JVM was not allowed to call native code")
                .contains("remedy (java): --enable-native-access=io.numamigrator.bindings").contains("] nodes: ")
                .doesNotContain("WARNING: ");
    }

    @Test
    void aFilterThatRefusesIsToldFromTheKernel() throws Exception {
        String filtered = CProgram.FILTERED.path().toString();

        assertThat(diagnose(ChildJvm.under(filtered, "1", ALL_CALLS)))
                .startsWith("this process: not usable: a seccomp filter answers move_pages, migrate_pages, mbind,")
                .contains("Seccomp: 2").contains("move_pages, query of one page of its own: -1 EPERM")
                .contains("remedy (docker): --security-opt seccomp=numa.json").contains("SystemCallFilter=@resources")
                .doesNotContain("in this user namespace");
    }

    @Test
    void aFilterThatPlaysAnOldKernelIsFoundOut() throws Exception {
        String filtered = CProgram.FILTERED.path().toString();

        assertThat(diagnose(ChildJvm.under(filtered, "38", ALL_CALLS)))
                .startsWith("this process: not usable: a seccomp filter answers move_pages").contains("-1 ENOSYS")
                .doesNotContain("built without");
    }

    @Test
    void aFilterMayAnswerWhatItLikes() throws Exception {
        String filtered = CProgram.FILTERED.path().toString();

        assertThat(diagnose(ChildJvm.under(filtered, "999", "move_pages"))).contains("-1 errno 999")
                .startsWith("this process: not usable: a seccomp filter answers move_pages in the kernel's place");
    }

    @Test
    void aFilterBeforePoliciesAloneLeavesMovesUsable() throws Exception {
        String filtered = CProgram.FILTERED.path().toString();

        assertThat(diagnose(ChildJvm.under(filtered, "1", "mbind,set_mempolicy")))
                .startsWith("this process: usable with limits: a seccomp filter answers mbind, set_mempolicy in");
    }

    @Test
    void aFilterThatLetsEverythingThroughIsNoFault() throws Exception {
        String filtered = CProgram.FILTERED.path().toString();

        assertThat(diagnose(ChildJvm.under(filtered, "1", ""))).startsWith("this process: ready: ")
                .contains("[OK] seccomp: a seccomp filter is in place and lets the calls of page placement through");
    }

    @Test
    void droppedCapabilitiesAreMissed() throws Exception {
        Requires.root();
        Requires.tools("setpriv");

        assertThat(diagnose(ChildJvm.under("setpriv", "--bounding-set=-sys_nice,-sys_ptrace")))
                .contains("[NOTE] capabilities: CAP_SYS_NICE is missing: moves of scope SHARED are EPERM")
                .contains("move_pages with MPOL_MF_MOVE_ALL, query of no pages: -1 EPERM")
                .contains("[NOTE] capabilities: CAP_SYS_PTRACE is missing")
                .contains("remedy (docker): --cap-add=SYS_NICE")
                .contains("remedy (systemd): AmbientCapabilities=CAP_SYS_PTRACE");
    }

    @Test
    void theShellRemedyForACapabilityWorks() throws Exception {
        Requires.root();
        Requires.tools("setpriv");
        String remedy = Remedies.capability(Capability.CAP_SYS_NICE).getFirst().text();
        String prefix = remedy.replace("USER", "65534").replace("GROUP", "65534").replace(" java ...", " ");

        assertThat(diagnose(ChildJvm.inShell("exec " + prefix + "\"$@\"")))
                .contains("[OK] capabilities: CAP_SYS_NICE is there")
                .contains("[NOTE] capabilities: CAP_SYS_PTRACE is missing")
                .contains("MPOL_MF_MOVE_ALL, query of no pages: 0");
    }

    @Test
    void aCapabilityOfAUserNamespaceIsNotTakenForOne() throws Exception {
        Requires.root();
        Requires.tools("unshare");

        assertThat(diagnose(ChildJvm.under("unshare", "--user", "--map-root-user")))
                .contains("[NOTE] capabilities: CAP_SYS_NICE counts only in this user namespace")
                .contains("[NOTE] capabilities: CAP_SYS_PTRACE counts only in this user namespace")
                .doesNotContain("CAP_SYS_PTRACE is there").contains("uid_map: 0");
    }

    @Test
    void aProcessOutsideTheUserNamespaceIsNotSoldAsOneToEnter() throws Exception {
        Requires.root();
        Requires.tools("unshare");

        assertThat(ChildJvm.under("unshare", "--user", "--map-root-user").run(DoctorChild.class,
                ProcessHandle.current().pid()))
                .contains("is outside this user namespace, and CAP_SYS_PTRACE of this process counts only inside")
                .contains("remedy (docker): --userns=host --cap-add=SYS_PTRACE").doesNotContain("nsenter")
                .doesNotContain("[OK] capabilities");
    }

    @Test
    void aHiddenNodeDirectoryIsNoticed() throws Exception {
        Requires.root();
        Requires.tools("unshare", "mount");

        assertThat(diagnose(ChildJvm.under("unshare", "--mount", "sh", "-c",
                "mount -t tmpfs none /sys/devices/system/node && exec \"$@\"", "sh")))
                .startsWith("this process: usable with limits: /sys/devices/system/node is hidden")
                .contains("/sys/devices/system/node/has_memory: no such file").contains("Mems_allowed: ")
                .contains("remedy (docker): -v /sys/devices/system/node:/sys/devices/system/node:ro");
    }

    @Test
    void aHiddenSysIsNoticed() throws Exception {
        Requires.root();
        Requires.tools("unshare", "mount");

        assertThat(diagnose(
                ChildJvm.under("unshare", "--mount", "sh", "-c", "mount -t tmpfs none /sys && exec \"$@\"", "sh")))
                .startsWith("this process: usable with limits: /sys/devices/system/node is hidden");
    }

    @Test
    void aProcOfProcessesAloneIsEnough() throws Exception {
        Requires.root();
        Requires.tools("unshare", "mount");
        String proc = "mount -t proc -o subset=pid proc /proc && exec \"$@\"";

        assertThat(diagnose(ChildJvm.under("unshare", "--mount", "--pid", "--fork", "sh", "-c", proc, "sh")))
                .startsWith("this process: ready: ").contains("[OK] system calls: the kernel answers move_pages")
                .contains("/proc/sys/kernel/osrelease: no such file").contains("CAP_SYS_PTRACE is there");
    }

    @Test
    void theCpusetIsNamed() throws Exception {
        Requires.root();
        try (CpusetHere cpuset = CpusetHere.create()) {
            assertThat(diagnose(ChildJvm.inShell(cpuset.enter() + " && exec \"$@\"")))
                    .contains("] cpuset: the cpuset " + cpuset.group() + " allows every node with memory")
                    .contains(cpuset.mems() + ": ");
        }
    }

    @Test
    void switchesOfTheJvmAreFoundWhereverTheyStand() throws Exception {
        Map<String, String> environment =
                Map.of("JAVA_TOOL_OPTIONS", "-XX:+UseNUMA", "JDK_JAVA_OPTIONS", "-XX:+AlwaysPreTouch");
        ChildJvm child = ChildJvm.withOptions(environment, "-Xmx16m", "-XX:+UseZGC");

        assertThat(diagnose(child)).contains("] JVM flags: +UseNUMA: ")
                .contains("seen: JAVA_TOOL_OPTIONS: -XX:+UseNUMA")
                .contains("seen: JDK_JAVA_OPTIONS: -XX:+AlwaysPreTouch").contains("seen: command line: -XX:+UseZGC")
                .contains("remedy (java): -XX:-UseNUMA");
    }
}
