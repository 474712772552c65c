package io.numamigrator.doctor;

import io.numamigrator.Diagnosis.Finding;
import io.numamigrator.Diagnosis.Severity;
import io.numamigrator.Diagnosis.Topic;
import io.numamigrator.access.Examination;
import io.numamigrator.access.ExaminedProcess;
import io.numamigrator.access.ForeignProc;
import io.numamigrator.kernel.ProcView;
import java.util.List;

/** Does /proc tell of the processes that system calls mean? */
final class ProcExamination implements Examination {

    @Override
    public List<Finding> of(ExaminedProcess patient) {
        ProcView view = patient.procView();
        List<String> evidence = List.of("getpid: " + view.ownPid(),
                "/proc/self: " + (view.ownPidThere() == 0 ? "no such file" : view.ownPidThere()));
        return List.of(switch (view.kind()) {
            case SAME -> new Finding(Topic.PROC, Severity.OK, ForeignProc.why(view), evidence, List.of());
            case ABOVE, ELSEWHERE -> new Finding(Topic.PROC, Severity.WARNING,
                    ForeignProc.why(view)
                            + "; of other processes pages are located and moved, but what /proc says of them"
                            + " is not believed, so they are not migrated and their areas not read",
                    evidence, ForeignProc.remedies(view));
            case ABSENT -> new Finding(Topic.PROC, Severity.WARNING,
                    ForeignProc.why(view)
                            + "; pages are located and moved, but areas cannot be read and a migration is not"
                            + " verified",
                    evidence, ForeignProc.remedies(view));
        });
    }
}
