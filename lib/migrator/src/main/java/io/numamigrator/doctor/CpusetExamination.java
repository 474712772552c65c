package io.numamigrator.doctor;

import io.numamigrator.Diagnosis.Finding;
import io.numamigrator.Diagnosis.Severity;
import io.numamigrator.Diagnosis.Topic;
import io.numamigrator.NodeSet;
import io.numamigrator.access.CpusetFile;
import io.numamigrator.access.Examination;
import io.numamigrator.access.ExaminedProcess;
import io.numamigrator.access.Remedies;
import io.numamigrator.proc.NodeLists;
import io.numamigrator.proc.ProcessStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Does a cpuset keep pages from some of the nodes? */
final class CpusetExamination implements Examination {

    @Override
    public List<Finding> of(ExaminedProcess patient) {
        return patient.target()
                .flatMap(status -> status.allowedNodes().map(allowed -> findings(patient, status, allowed)))
                .orElse(List.of());
    }

    private static List<Finding> findings(ExaminedProcess patient, ProcessStatus status, NodeSet allowed) {
        List<Finding> findings = new ArrayList<>();
        Optional<CpusetFile> file = CpusetFile.of(patient);
        List<String> evidence = new ArrayList<>(List.of(status.evidence("Mems_allowed_list")));
        file.ifPresent(found -> evidence.add(found.mems().evidence()));
        Optional<NodeSet> withMemory = patient.nodes().withMemory();
        withMemory.ifPresent(all -> evidence.add(NodeLists.DIRECTORY + "/has_memory: " + all));
        NodeSet forbidden = withMemory.orElse(allowed).minus(allowed);
        String cpuset = "the cpuset" + file.map(found -> " " + found.group()).orElse("");
        findings.add(forbidden.isEmpty()
                ? new Finding(Topic.CPUSET, Severity.OK,
                        cpuset + " allows " + withMemory.map(_ -> "every node with memory: ")
                                .orElse("nodes ") + withMemory.map(allowed::intersect).orElse(allowed),
                        evidence, List.of())
                : new Finding(Topic.CPUSET, Severity.WARNING, cpuset + " allows only nodes " + allowed + " of "
                        + withMemory.orElse(allowed) + ": as a target " + forbidden + " is EACCES", evidence,
                        Remedies.cpuset(file.map(CpusetFile::path).orElse(CpusetFile.ANY),
                                withMemory.orElse(allowed))));
        if (!patient.isSelf()) {
            patient.caller().flatMap(caller -> callersOwn(caller, allowed.minus(forbidden))).ifPresent(findings::add);
        }
        return findings;
    }

    /** New pages are allocated under the caller's cpuset, whatever the target's allows (SEMANTICS 1.3). */
    private static Optional<Finding> callersOwn(ProcessStatus caller, NodeSet targets) {
        return caller.allowedNodes().filter(own -> !own.containsAll(targets)).map(own -> new Finding(Topic.CPUSET,
                Severity.WARNING,
                "the cpuset of this process allows only nodes " + own + ": moving pages of the other process to "
                        + targets.minus(own) + " is ENOMEM, and migrate leaves these targets out",
                List.of(caller.evidence("Mems_allowed_list")),
                Remedies.cpuset(CpusetFile.ANY, own.plus(targets))));
    }
}
