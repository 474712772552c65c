package io.numamigrator.doctor;

import io.numamigrator.Diagnosis.Finding;
import io.numamigrator.Diagnosis.Place;
import io.numamigrator.Diagnosis.Severity;
import io.numamigrator.Diagnosis.Topic;
import io.numamigrator.access.Examination;
import io.numamigrator.access.ExaminedProcess;
import io.numamigrator.access.PlacementCall;
import io.numamigrator.access.Remedies;
import io.numamigrator.access.SyscallProbe;
import io.numamigrator.access.SyscallProbe.Kind;
import io.numamigrator.kernel.LinuxRelease;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Does this kernel have the calls of page placement? */
final class NumaCallsExamination implements Examination {

    @Override
    public List<Finding> of(ExaminedProcess patient) {
        List<SyscallProbe> absent = patient.passages(Kind.ABSENT);
        List<SyscallProbe> refused = patient.passages(Kind.REFUSED);
        return Stream.of(absent.isEmpty() ? List.<Finding>of() : List.of(absent(absent, patient)),
                refused.isEmpty() ? List.<Finding>of() : List.of(refused(refused, patient)),
                absent.isEmpty() && refused.isEmpty() ? present(patient) : List.<Finding>of())
                .flatMap(List::stream).toList();
    }

    private static List<Finding> present(ExaminedProcess patient) {
        List<SyscallProbe> open = patient.passages(Kind.OPEN);
        return open.isEmpty()
                ? List.of()
                : List.of(new Finding(Topic.NUMA_CALLS, Severity.OK,
                        "the kernel answers " + names(open), evidence(open), List.of()));
    }

    private static Finding absent(List<SyscallProbe> absent, ExaminedProcess patient) {
        if (absent.stream().allMatch(passage -> passage.call() == PlacementCall.SET_MEMPOLICY_HOME_NODE)) {
            return new Finding(Topic.NUMA_CALLS, Severity.NOTE,
                    "this kernel has no set_mempolicy_home_node, which is there from"
                            + " Linux 5.17 on; policies cannot name a home node",
                    evidence(absent, patient), List.of());
        }
        if (hasNoPolicies(absent) && SyscallProbe.hasNuma(patient.files())) {
            return stoodInFor(absent, patient);
        }
        boolean numa = !hasNoPolicies(absent);
        return new Finding(Topic.NUMA_CALLS, severity(absent), numa
                ? "this kernel was built without page migration: it has no " + names(absent)
                : "this kernel was built without NUMA: it has no " + names(absent),
                evidence(absent, patient),
                Remedies.one(Place.MACHINE, numa
                        ? "boot a kernel with " + options(patient.release())
                        : "boot a kernel with CONFIG_NUMA=y, which every distribution's kernel for servers has"));
    }

    private static boolean hasNoPolicies(List<SyscallProbe> absent) {
        return absent.stream().anyMatch(passage -> passage.call() == PlacementCall.GET_MEMPOLICY);
    }

    /** A kernel without NUMA has no numa_maps, so it was not the kernel that did not know these calls (seen of qemu-user 7.2 and 10.0). */
    private static Finding stoodInFor(List<SyscallProbe> absent, ExaminedProcess patient) {
        return new Finding(Topic.NUMA_CALLS, severity(absent),
                "this kernel has NUMA, and yet something answers " + names(absent)
                        + " in its place, as if there were no such calls: an emulator that runs programs of another"
                        + " architecture (qemu-user, docker run --platform), or a sandbox",
                Stream.concat(evidence(absent, patient).stream(),
                        Stream.of("os.arch: " + System.getProperty("os.arch"),
                                patient.read("/proc/sys/kernel/arch").evidence()))
                        .toList(),
                Remedies.one(Place.MACHINE,
                        "run a JVM, or an image, that was built for this machine's own architecture"));
    }

    /** Linux 7.2 has an option of its own for moves between nodes; a hidden release may be any. */
    private static String options(LinuxRelease release) {
        boolean both = release.major() == 0 || release.atLeast(7, 2);
        return "CONFIG_NUMA=y, CONFIG_MIGRATION=y" + (both ? " and, from Linux 7.2 on, CONFIG_NUMA_MIGRATION=y" : "");
    }

    private static Finding refused(List<SyscallProbe> refused, ExaminedProcess patient) {
        return new Finding(Topic.NUMA_CALLS, severity(refused),
                "no seccomp filter is in place, and yet something answers " + names(refused)
                        + " in the kernel's place: a security"
                        + " module, or a sandbox that plays the kernel (gVisor)",
                Stream.concat(evidence(refused).stream(), Stream.of(patient.ofProcess("attr/current").evidence()))
                        .toList(),
                Remedies.one(Place.MACHINE, "run outside the sandbox, or ask its owner to let these calls through"));
    }

    private static Severity severity(List<SyscallProbe> missing) {
        return missing.stream().anyMatch(passage -> passage.call() == PlacementCall.MOVE_PAGES)
                ? Severity.BLOCKER
                : Severity.WARNING;
    }

    private static String names(List<SyscallProbe> passages) {
        return passages.stream().map(passage -> passage.call().systemCall()).collect(Collectors.joining(", "));
    }

    private static List<String> evidence(List<SyscallProbe> passages) {
        return passages.stream().map(SyscallProbe::evidence).toList();
    }

    private static List<String> evidence(List<SyscallProbe> absent, ExaminedProcess patient) {
        return Stream.concat(evidence(absent).stream(),
                Stream.of(patient.read("/proc/sys/kernel/osrelease").evidence(),
                        "/proc/self/numa_maps: " + (SyscallProbe.hasNuma(patient.files()) ? "present" : "absent")))
                .toList();
    }
}
