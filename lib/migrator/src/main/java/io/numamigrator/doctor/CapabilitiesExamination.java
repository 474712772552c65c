package io.numamigrator.doctor;

import io.numamigrator.Diagnosis.Finding;
import io.numamigrator.Diagnosis.Severity;
import io.numamigrator.Diagnosis.Topic;
import io.numamigrator.Errno;
import io.numamigrator.access.AccessRule;
import io.numamigrator.access.Examination;
import io.numamigrator.access.ExaminedProcess;
import io.numamigrator.access.PlacementCall;
import io.numamigrator.access.Remedies;
import io.numamigrator.access.SyscallProbe;
import io.numamigrator.access.UserNamespace;
import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import io.numamigrator.kernel.MoveFlags;
import io.numamigrator.proc.Capability;
import io.numamigrator.proc.ProcessStatus;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Which of the two capabilities are there, and what is each needed for? */
final class CapabilitiesExamination implements Examination {

    @Override
    public List<Finding> of(ExaminedProcess patient) {
        return patient.caller().map(status -> List.of(nice(patient, status), ptrace(patient, status)))
                .orElse(List.of());
    }

    private static Finding nice(ExaminedProcess patient, ProcessStatus status) {
        boolean held = status.has(Capability.CAP_SYS_NICE);
        List<String> evidence = new ArrayList<>(List.of(status.evidence("CapEff")));
        boolean open = patient.passages(SyscallProbe.Kind.OPEN).stream()
                .anyMatch(passage -> passage.call() == PlacementCall.MOVE_PAGES);
        boolean refused = open && patient.kernel().filter(kernel -> moveAllRefused(kernel, evidence)).isPresent();
        if (held && refused) {
            evidence.add(patient.ofProcess("uid_map").evidence());
            return new Finding(Topic.CAPABILITIES, Severity.NOTE,
                    "CAP_SYS_NICE counts only in this user namespace, and the kernel"
                            + " wants it in the first one; so " + withoutNice(patient),
                    evidence,
                    Remedies.firstUserNamespace(Capability.CAP_SYS_NICE));
        }
        return held
                ? new Finding(Topic.CAPABILITIES, Severity.OK,
                        "CAP_SYS_NICE is there: shared pages move too, and processes migrate beyond their cpuset",
                        evidence,
                        List.of())
                : new Finding(Topic.CAPABILITIES, Severity.NOTE, "CAP_SYS_NICE is missing: " + withoutNice(patient),
                        evidence,
                        Remedies.capability(Capability.CAP_SYS_NICE));
    }

    /** The kernel looks for the capability before anything else, so a query of no pages tells (SEMANTICS 1.1). */
    private static boolean moveAllRefused(Kernel kernel, List<String> evidence) {
        try (CallFrame frame = new CallFrame()) {
            long answer =
                    kernel.movePages(frame, 0, 0, frame.pages, MemorySegment.NULL, frame.status, MoveFlags.MOVE_ALL);
            evidence.add("move_pages with MPOL_MF_MOVE_ALL, query of no pages: " + PlacementCall.text(answer));
            return answer == -Errno.EPERM.number();
        }
    }

    private static String withoutNice(ExaminedProcess patient) {
        boolean early = AccessRule.of(PlacementCall.MOVE_PAGES, patient.release()) == AccessRule.UID;
        return "moves of scope SHARED are EPERM, migrate skips pages that several processes map and cannot go"
                + " beyond the target's cpuset" + (early ? ", and processes of other users are EPERM" : "");
    }

    private static Finding ptrace(ExaminedProcess patient, ProcessStatus status) {
        List<String> evidence =
                List.of(status.evidence("CapEff"), patient.read("/proc/sys/kernel/osrelease").evidence());
        if (AccessRule.of(PlacementCall.MOVE_PAGES, patient.release()) == AccessRule.UID) {
            return new Finding(Topic.CAPABILITIES, Severity.OK,
                    "CAP_SYS_PTRACE is not asked for by this kernel; from Linux 4.13"
                            + " on it is, for processes of other users",
                    evidence, List.of());
        }
        if (status.has(Capability.CAP_SYS_PTRACE) && !UserNamespace.isFirst(patient)) {
            return new Finding(Topic.CAPABILITIES, Severity.NOTE,
                    "CAP_SYS_PTRACE counts only in this user namespace: processes outside it are EPERM",
                    List.of(status.evidence("CapEff"), patient.ofProcess("uid_map").evidence()),
                    Remedies.firstUserNamespace(Capability.CAP_SYS_PTRACE));
        }
        return status.has(Capability.CAP_SYS_PTRACE)
                ? new Finding(Topic.CAPABILITIES, Severity.OK,
                        "CAP_SYS_PTRACE is there: processes of other users can be looked into and moved", evidence,
                        List.of())
                : new Finding(Topic.CAPABILITIES, Severity.NOTE,
                        "CAP_SYS_PTRACE is missing: processes of other users, and those"
                                + " that are not dumpable, are EPERM (CAP_SYS_NICE does not help since Linux 4.13)",
                        evidence,
                        Remedies.capability(Capability.CAP_SYS_PTRACE));
    }
}
