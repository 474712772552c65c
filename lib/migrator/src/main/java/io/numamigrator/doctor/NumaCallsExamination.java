package io.numamigrator.doctor;

import io.numamigrator.Diagnosis.Finding;
import io.numamigrator.Diagnosis.Place;
import io.numamigrator.Diagnosis.Severity;
import io.numamigrator.Diagnosis.Topic;
import io.numamigrator.access.Examination;
import io.numamigrator.access.Mends;
import io.numamigrator.access.Passage;
import io.numamigrator.access.Passage.Kind;
import io.numamigrator.access.Patient;
import io.numamigrator.access.PlacementCall;
import io.numamigrator.kernel.LinuxRelease;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Does this kernel have the calls of page placement? */
final class NumaCallsExamination implements Examination {

    @Override
    public List<Finding> of(Patient patient) {
        List<Passage> absent = patient.passages(Kind.ABSENT);
        List<Passage> refused = patient.passages(Kind.REFUSED);
        return Stream.of(absent.isEmpty() ? List.<Finding>of() : List.of(absent(absent, patient)),
                refused.isEmpty() ? List.<Finding>of() : List.of(refused(refused, patient)),
                absent.isEmpty() && refused.isEmpty() ? present(patient) : List.<Finding>of())
                .flatMap(List::stream).toList();
    }

    private static List<Finding> present(Patient patient) {
        List<Passage> open = patient.passages(Kind.OPEN);
        return open.isEmpty()
                ? List.of()
                : List.of(new Finding(Topic.NUMA_CALLS, Severity.OK,
                        "the kernel answers " + names(open), evidence(open), List.of()));
    }

    private static Finding absent(List<Passage> absent, Patient patient) {
        if (absent.stream().allMatch(passage -> passage.call() == PlacementCall.SET_MEMPOLICY_HOME_NODE)) {
            return new Finding(Topic.NUMA_CALLS, Severity.NOTE,
                    "this kernel has no set_mempolicy_home_node, which is there from"
                            + " Linux 5.17 on; policies cannot name a home node",
                    evidence(absent, patient), List.of());
        }
        if (hasNoPolicies(absent) && Passage.hasNuma(patient.files())) {
            return stoodInFor(absent, patient);
        }
        boolean numa = !hasNoPolicies(absent);
        return new Finding(Topic.NUMA_CALLS, severity(absent), numa
                ? "this kernel was built without page migration: it has no " + names(absent)
                : "this kernel was built without NUMA: it has no " + names(absent),
                evidence(absent, patient),
                Mends.one(Place.MACHINE, numa
                        ? "boot a kernel with " + options(patient.release())
                        : "boot a kernel with CONFIG_NUMA=y, which every distribution's kernel for servers has"));
    }

    private static boolean hasNoPolicies(List<Passage> absent) {
        return absent.stream().anyMatch(passage -> passage.call() == PlacementCall.GET_MEMPOLICY);
    }

    /** A kernel without NUMA has no numa_maps, so it was not the kernel that did not know these calls (seen of qemu-user 7.2 and 10.0). */
    private static Finding stoodInFor(List<Passage> absent, Patient patient) {
        return new Finding(Topic.NUMA_CALLS, severity(absent),
                "this kernel has NUMA, and yet something answers " + names(absent)
                        + " in its place, as if there were no such calls: an emulator that runs programs of another"
                        + " architecture (qemu-user, docker run --platform), or a sandbox",
                Stream.concat(evidence(absent, patient).stream(),
                        Stream.of("os.arch: " + System.getProperty("os.arch"),
                                patient.read("/proc/sys/kernel/arch").evidence()))
                        .toList(),
                Mends.one(Place.MACHINE, "run a JVM, or an image, that was built for this machine's own architecture"));
    }

    /** Linux 7.2 has an option of its own for moves between nodes; a hidden release may be any. */
    private static String options(LinuxRelease release) {
        boolean both = release.major() == 0 || release.atLeast(7, 2);
        return "CONFIG_NUMA=y, CONFIG_MIGRATION=y" + (both ? " and, from Linux 7.2 on, CONFIG_NUMA_MIGRATION=y" : "");
    }

    private static Finding refused(List<Passage> refused, Patient patient) {
        return new Finding(Topic.NUMA_CALLS, severity(refused),
                "no seccomp filter is in place, and yet something answers " + names(refused)
                        + " in the kernel's place: a security"
                        + " module, or a sandbox that plays the kernel (gVisor)",
                Stream.concat(evidence(refused).stream(), Stream.of(patient.ofProcess("attr/current").evidence()))
                        .toList(),
                Mends.one(Place.MACHINE, "run outside the sandbox, or ask its owner to let these calls through"));
    }

    private static Severity severity(List<Passage> missing) {
        return missing.stream().anyMatch(passage -> passage.call() == PlacementCall.MOVE_PAGES)
                ? Severity.BLOCKER
                : Severity.WARNING;
    }

    private static String names(List<Passage> passages) {
        return passages.stream().map(passage -> passage.call().systemCall()).collect(Collectors.joining(", "));
    }

    private static List<String> evidence(List<Passage> passages) {
        return passages.stream().map(Passage::evidence).toList();
    }

    private static List<String> evidence(List<Passage> absent, Patient patient) {
        return Stream.concat(evidence(absent).stream(),
                Stream.of(patient.read("/proc/sys/kernel/osrelease").evidence(),
                        "/proc/self/numa_maps: " + (Passage.hasNuma(patient.files()) ? "present" : "absent")))
                .toList();
    }
}
