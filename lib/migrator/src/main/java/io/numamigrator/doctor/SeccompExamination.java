package io.numamigrator.doctor;

import io.numamigrator.Diagnosis.Finding;
import io.numamigrator.Diagnosis.Severity;
import io.numamigrator.Diagnosis.Topic;
import io.numamigrator.access.Examination;
import io.numamigrator.access.ExaminedProcess;
import io.numamigrator.access.PlacementCall;
import io.numamigrator.access.Remedies;
import io.numamigrator.access.SyscallProbe;
import io.numamigrator.access.SyscallProbe.Kind;
import io.numamigrator.proc.ProcessStatus;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Does a seccomp filter stand between this thread and the kernel? */
final class SeccompExamination implements Examination {

    @Override
    public List<Finding> of(ExaminedProcess patient) {
        return patient.caller().map(status -> List.of(finding(patient, status))).orElse(List.of());
    }

    private static Finding finding(ExaminedProcess patient, ProcessStatus status) {
        String mode = status.evidence("Seccomp");
        List<SyscallProbe> filtered = patient.passages(Kind.FILTERED);
        if (!filtered.isEmpty()) {
            return filtered(mode, filtered);
        }
        if (!status.isFiltered()) {
            return new Finding(Topic.SECCOMP, Severity.OK, "no seccomp filter stands before the kernel", List.of(mode),
                    List.of());
        }
        if (patient.kernel().isEmpty()) {
            return new Finding(Topic.SECCOMP, Severity.NOTE,
                    "a seccomp filter is in place; whether it lets the calls through shows only with native access",
                    List.of(mode), List.of());
        }
        return new Finding(Topic.SECCOMP, Severity.OK,
                "a seccomp filter is in place and lets the calls of page placement through",
                Stream.concat(Stream.of(mode), patient.passages(Kind.OPEN).stream().map(SyscallProbe::evidence))
                        .toList(),
                List.of());
    }

    private static Finding filtered(String mode, List<SyscallProbe> filtered) {
        boolean all = filtered.stream().anyMatch(passage -> passage.call() == PlacementCall.MOVE_PAGES);
        String calls = filtered.stream().map(passage -> passage.call().systemCall()).collect(Collectors.joining(", "));
        return new Finding(Topic.SECCOMP, all ? Severity.BLOCKER : Severity.WARNING,
                "a seccomp filter answers " + calls + " in the kernel's place",
                Stream.concat(Stream.of(mode), filtered.stream().map(SyscallProbe::evidence)).toList(),
                Remedies.seccomp());
    }
}
