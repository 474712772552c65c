package io.numamigrator.refusal;

import io.numamigrator.Errno;
import io.numamigrator.NodeSet;
import io.numamigrator.access.ExaminedProcess;
import io.numamigrator.access.Refusal;
import io.numamigrator.access.UserNamespace;
import io.numamigrator.kernel.Kernel;
import io.numamigrator.proc.Capability;
import io.numamigrator.proc.ProcessStatus;
import java.util.Optional;

/** Finds the one cause for which the kernel refused migrate_pages(2) because of its nodes (SEMANTICS 2.2). */
final class MigrateCause {

    private final ExaminedProcess patient;
    private final NodeSet from;
    private final NodeSet to;
    private final NodeChoice byCaller;
    private final NodeChoice byTarget;

    MigrateCause(Kernel kernel, int pid, NodeSet from, NodeSet to) {
        this.patient = ExaminedProcess.toAsk(kernel, pid);
        this.from = from;
        this.to = to;
        this.byCaller =
                NodeChoice.of(kernel, to, patient.caller().flatMap(ProcessStatus::allowedNodes), "this process");
        this.byTarget = NodeChoice.of(kernel, to, patient.target().flatMap(ProcessStatus::allowedNodes),
                patient.isSelf() ? "this process" : "process " + patient.pid());
    }

    Optional<Refusal> of(Errno errno) {
        return switch (errno) {
            case EINVAL -> emptied().or(this::beyond);
            case EPERM -> outside();
            default -> Optional.empty();
        };
    }

    private Optional<Refusal> emptied() {
        if (to.isEmpty()) {
            return Optional.of(new Refusal("the set of target nodes is empty", byCaller.remedy()));
        }
        return byCaller.hasUsable()
                ? Optional.empty()
                : Optional.of(new Refusal("no target can be used: " + byCaller.whyNot(), byCaller.remedy()));
    }

    /** Where a target can be used, what is left is a number that the kernel's own masks have no bit for. */
    private Optional<Refusal> beyond() {
        NodeSet all = from.plus(to);
        Optional<NodeSet> online = byCaller.online();
        return online.filter(_ -> !all.isEmpty()).filter(there -> all.highest() > there.highest())
                .map(_ -> new Refusal("node " + all.highest() + " is beyond the numbers that this kernel has room for",
                        "name nodes of " + online.get()));
    }

    /** Without CAP_SYS_NICE every target has to be allowed to the process that is migrated. */
    private Optional<Refusal> outside() {
        boolean nice = patient.caller().filter(caller -> caller.has(Capability.CAP_SYS_NICE)).isPresent();
        return byTarget.unusable().isEmpty() || nice && UserNamespace.isFirst(patient)
                ? Optional.empty()
                : Optional.of(new Refusal(byTarget.whyNot() + "; only CAP_SYS_NICE"
                        + (nice ? " of the first user namespace" : "") + " may name such a target",
                        byTarget.remedy() + ", or grant CAP_SYS_NICE"
                                + " (Docker, Podman: --cap-add=SYS_NICE; systemd: AmbientCapabilities=CAP_SYS_NICE)"));
    }
}
