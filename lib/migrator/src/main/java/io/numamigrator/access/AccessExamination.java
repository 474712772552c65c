package io.numamigrator.access;

import io.numamigrator.Diagnosis.Finding;
import io.numamigrator.Diagnosis.Severity;
import io.numamigrator.Diagnosis.Topic;
import io.numamigrator.Errno;
import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** May the other process be looked into? */
public final class AccessExamination implements Examination {

    @Override
    public List<Finding> of(ExaminedProcess patient) {
        if (patient.isSelf()) {
            return List.of();
        }
        List<String> evidence = new ArrayList<>();
        patient.caller().ifPresent(caller -> evidence.add(caller.evidence("Uid", "Gid", "CapEff")));
        patient.target().ifPresentOrElse(target -> evidence.add(target.evidence("State", "Kthread", "Uid", "Gid")),
                () -> evidence.add(patient.ofProcess("status").evidence()));
        return List.of(patient.kernel()
                .map(kernel -> asked(patient, kernel, evidence))
                .orElseGet(() -> finding(Access.judge(patient, PlacementCall.MOVE_PAGES), evidence)));
    }

    private static Finding asked(ExaminedProcess patient, Kernel kernel, List<String> evidence) {
        long answer = ask(kernel, patient.pid());
        evidence.add("move_pages of process " + patient.pid() + ", query of no pages: " + PlacementCall.text(answer));
        return finding(explain(patient, answer), evidence);
    }

    /** Ask about no page of a process: 0 where pages could be asked about. */
    public static long ask(Kernel kernel, int pid) {
        try (CallFrame frame = new CallFrame()) {
            return kernel.movePages(frame, pid, 0, frame.pages, MemorySegment.NULL, frame.status, 0);
        }
    }

    /** Say why the kernel gave this answer about the process. */
    public static Access explain(ExaminedProcess patient, long answer) {
        Access judged = Access.judge(patient, PlacementCall.MOVE_PAGES);
        if (answer >= 0) {
            return judged instanceof Access.Granted ? judged : new Access.Granted("the kernel lets it be looked into");
        }
        if (answer != -Errno.EPERM.number()) {
            return judged;
        }
        AccessRule rule = AccessRule.of(PlacementCall.MOVE_PAGES, patient.release());
        return switch (judged) {
            case Access.Denied denied -> denied;
            case Access.Granted _ -> rule.inSpite(patient);
            case Access.Nothing _ -> judged;
        };
    }

    private static Finding finding(Access access, List<String> evidence) {
        return new Finding(Topic.ACCESS, access instanceof Access.Granted ? Severity.OK : Severity.BLOCKER,
                access.why(),
                evidence, access.remedies());
    }
}
