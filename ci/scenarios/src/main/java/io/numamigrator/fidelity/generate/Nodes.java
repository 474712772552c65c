package io.numamigrator.fidelity.generate;

import io.numamigrator.CpuSet;
import io.numamigrator.NumaMigrator;
import io.numamigrator.NumaNode;
import io.numamigrator.NumaTopology;
import io.numamigrator.sim.SimulatedMachine;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The nodes that scenarios know of.
 *
 * @param withMemory nodes that can be moved to
 * @param without other numbers up to the highest: nodes without memory, or offline
 * @param cpus number of CPUs
 */
public record Nodes(List<Integer> withMemory, List<Integer> without, int cpus) {

    public static Nodes of(String spec) {
        try (NumaMigrator numa = SimulatedMachine.of(spec).migrator()) {
            NumaTopology topology = numa.topology();
            List<Integer> withMemory = topology.withMemory().stream().boxed().toList();
            List<Integer> without = IntStream.rangeClosed(0, topology.possible().highest())
                    .filter(node -> !withMemory.contains(node))
                    .boxed()
                    .toList();
            int cpus = topology.nodes().stream().mapToInt(Nodes::cpus).sum();
            return new Nodes(withMemory, without, cpus);
        }
    }

    private static int cpus(NumaNode node) {
        return node.cpus().map(CpuSet::size).orElse(0);
    }
}
