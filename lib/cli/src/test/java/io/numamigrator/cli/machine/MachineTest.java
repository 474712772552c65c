package io.numamigrator.cli.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.numamigrator.NumaMigrator;
import io.numamigrator.NumaNode;
import io.numamigrator.NumaTopology;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MachineTest {

    @Test
    void oshiAndWePutEveryCpuOnTheSameNode() {
        try (NumaMigrator numa = NumaMigrator.system()) {
            NumaTopology topology = numa.topology();
            assumeThat(topology.origin()).as("where nodes are known").isEqualTo(NumaTopology.Origin.SYSFS);
            Map<Integer, String> ours = new TreeMap<>();
            for (NumaNode node : topology.nodes()) {
                node.cpus().filter(cpus -> !cpus.isEmpty()).ifPresent(cpus -> ours.put(node.id(), cpus.toString()));
            }
            Map<Integer, String> theirs = new Machine().cpusByNode().entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().toString()));
            assertThat(ours).isEqualTo(theirs);
        }
    }

    @Test
    void theMachineIsDescribed() {
        assertThat(new Machine().description()).isNotEmpty().noneMatch(String::isBlank);
    }

    @Test
    void thisProcessHasANameAndACommandLine() {
        Machine.Presence self = new Machine().process(ProcessHandle.current().pid()).orElseThrow();
        assertThat(self.name()).isNotBlank();
        assertThat(self.commandLine()).contains("java");
    }

    @Test
    void aPidThatNobodyHasIsAbsent() {
        assertThat(new Machine().process(Integer.MAX_VALUE)).isEmpty();
    }
}
