package io.numamigrator.access;

import io.numamigrator.Diagnosis.Remedy;
import io.numamigrator.Errno;
import io.numamigrator.proc.ProcessStatus;
import java.util.List;

/**
 * Whether a process may be looked into by this one, judged from what /proc shows of both.
 *
 * <p>The kernel's own answer goes before this judgement, which is there to say why.
 */
public sealed interface Access {

    /** Return the judgement in one sentence. */
    String why();

    /** Return what would change it. */
    List<Remedy> remedies();

    /** Return the first thing to do about an access that is not granted. */
    default String firstRemedy(int pid) {
        if (remedies().isEmpty()) {
            return "name another process";
        }
        String first = remedies().getFirst().text().strip();
        return remedies().size() == 1
                ? first
                : first + " (process(" + pid + ").explain() has the lines for containers and services)";
    }

    /** Nothing stands in the way. */
    record Granted(String why) implements Access {
        @Override
        public List<Remedy> remedies() {
            return List.of();
        }
    }

    /** There is nothing to look into: no such process, or one without memory. */
    record Nothing(Errno answer, String why, List<Remedy> remedies) implements Access {}

    /** The kernel's rule forbids it. */
    record Denied(String why, List<Remedy> remedies) implements Access {}

    /** Judge the access of the caller to the patient for a system call. */
    static Access judge(ExaminedProcess patient, PlacementCall call) {
        if (patient.isSelf()) {
            return new Granted("a process may always ask about itself");
        }
        return patient.target().map(target -> judge(patient, target, call)).orElseGet(() -> absent(patient));
    }

    /** Ask the kernel whether a process is there that /proc does not show. */
    private static Access absent(ExaminedProcess patient) {
        long answer = patient.kernel().map(kernel -> AccessExamination.ask(kernel, patient.pid()))
                .orElse((long) -Errno.ESRCH.number());
        if (answer == -Errno.EPERM.number()) {
            return AccessRule.of(PlacementCall.MOVE_PAGES, patient.release()).hidden(patient);
        }
        return answer < 0
                ? new Nothing(Errno.ESRCH, "there is no process " + patient.pid()
                        + (patient.isFirstPidNamespace() ? "" : " in this pid namespace")
                        + "; if there was one, it has ended",
                        Remedies.noSuchProcess(patient.isFirstPidNamespace()))
                : new Granted("the kernel lets it be looked into");
    }

    private static Access judge(ExaminedProcess patient, ProcessStatus target, PlacementCall call) {
        String process = "process " + patient.pid() + " (" + target.name() + ")";
        if (target.isZombie()) {
            return new Nothing(Errno.EINVAL,
                    process + " has ended and only waits to be reaped by its parent; it has no memory",
                    List.of());
        }
        if (target.isKernelThread()) {
            return new Nothing(Errno.EINVAL, process + " is a thread of the kernel and has no address space",
                    List.of());
        }
        return patient.caller()
                .map(caller -> AccessRule.of(call, patient.release()).judge(process, caller, target))
                .orElseGet(() -> new Granted("/proc does not show who this process is"));
    }
}
