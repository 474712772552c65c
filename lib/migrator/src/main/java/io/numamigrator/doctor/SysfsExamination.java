package io.numamigrator.doctor;

import io.numamigrator.Diagnosis.Finding;
import io.numamigrator.Diagnosis.Severity;
import io.numamigrator.Diagnosis.Topic;
import io.numamigrator.access.Examination;
import io.numamigrator.access.ExaminedProcess;
import io.numamigrator.access.Remedies;
import io.numamigrator.access.SyscallProbe;
import io.numamigrator.proc.NodeLists;
import io.numamigrator.proc.ProcessStatus;
import java.util.List;
import java.util.stream.Stream;

/** Does /sys tell about nodes? */
final class SysfsExamination implements Examination {

    @Override
    public List<Finding> of(ExaminedProcess patient) {
        NodeLists nodes = patient.nodes();
        List<String> evidence = Stream.concat(nodes.evidence().stream(), Stream.of(NodeLists.DIRECTORY + ": "
                + (nodes.directories().isEmpty() ? "no nodeN in it" : String.join(" ", nodes.directories())))).toList();
        if (!nodes.hidden()) {
            return List.of(new Finding(Topic.SYSFS, Severity.OK, "/sys tells about the nodes", evidence, List.of()));
        }
        boolean numa = SyscallProbe.hasNuma(patient.files());
        return numa ? List.of(hidden(patient, evidence)) : List.of();
    }

    private static Finding hidden(ExaminedProcess patient, List<String> evidence) {
        String left = patient.caller().flatMap(ProcessStatus::allowedNodes)
                .map(allowed -> "; all that is known is Mems_allowed: " + allowed).orElse("");
        return new Finding(Topic.SYSFS, Severity.WARNING,
                "/sys/devices/system/node is hidden, so nodes, sizes and distances cannot"
                        + " be read; locating and moving still work" + left,
                Stream.concat(evidence.stream(), Stream.of("/proc/self/numa_maps: present, so this kernel has NUMA"))
                        .toList(),
                Remedies.hiddenSys());
    }
}
