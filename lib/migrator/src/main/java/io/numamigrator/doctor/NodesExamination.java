package io.numamigrator.doctor;

import io.numamigrator.Diagnosis;
import io.numamigrator.Diagnosis.Finding;
import io.numamigrator.Diagnosis.Place;
import io.numamigrator.Diagnosis.Severity;
import io.numamigrator.Diagnosis.Topic;
import io.numamigrator.NodeSet;
import io.numamigrator.access.Examination;
import io.numamigrator.access.ExaminedProcess;
import io.numamigrator.access.Remedies;
import io.numamigrator.proc.NodeLists;
import java.util.List;
import java.util.stream.Stream;

/** How many nodes can pages be moved between? */
final class NodesExamination implements Examination {

    @Override
    public List<Finding> of(ExaminedProcess patient) {
        NodeLists nodes = patient.nodes();
        return nodes.withMemory().map(withMemory -> found(nodes, withMemory)).orElse(List.of());
    }

    private static List<Finding> found(NodeLists nodes, NodeSet withMemory) {
        Finding count = withMemory.size() == 1
                ? new Finding(Topic.NODES, Severity.NOTE, "one node only (node " + withMemory
                        + "): every page is already where it can be", nodes.evidence(),
                        Remedies.one(Place.MACHINE, "try moves in a guest with several nodes: ci/vm/numa-vm"))
                : new Finding(Topic.NODES, Severity.OK, withMemory.size() + " nodes with memory: " + withMemory,
                        nodes.evidence(),
                        List.of());
        return nodes.withoutMemory().isEmpty() ? List.of(count) : List.of(count, memoryless(nodes));
    }

    private static Finding memoryless(NodeLists nodes) {
        NodeSet without = nodes.withoutMemory();
        return new Finding(Topic.NODES, Severity.NOTE, (without.size() == 1 ? "node " : "nodes ") + without
                + " online without memory: as a target ENODEV", nodes.evidence(),
                Stream.of("move to one of " + nodes.withMemory().orElse(NodeSet.empty()))
                        .map(line -> new Diagnosis.Remedy(Place.PROGRAM, line)).toList());
    }
}
