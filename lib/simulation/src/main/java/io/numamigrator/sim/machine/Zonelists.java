package io.numamigrator.sim.machine;

import io.numamigrator.NodeSet;
import io.numamigrator.sim.spec.MachineSpec;
import io.numamigrator.sim.version.KernelSwitch;
import io.numamigrator.sim.version.KernelVersion;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The order in which each node turns to others for memory: nearest first; of equals those above before those below, and who is first
 * choice of few before who is of many (mm/page_alloc.c, build_zonelists).
 *
 * <p>Measured by what the kernel prints at boot, "Fallback order for Node", on the machines four, tiered and holes of Linux 6.12.
 */
final class Zonelists {

    private final MachineSpec spec;
    private final NodeSet withMemory;
    private final boolean loadAddsUp;
    private final long[] load;
    private final int[][] orders;

    /** Build the lists of nodes {@code 0} to {@code ids - 1}. */
    Zonelists(MachineSpec spec, KernelVersion kernel, NodeSet withMemory, int ids) {
        this.spec = spec;
        this.withMemory = withMemory;
        this.loadAddsUp = kernel.has(KernelSwitch.ZONELIST_LOAD_ADDS_UP);
        this.load = new long[ids];
        this.orders = IntStream.range(0, ids).mapToObj(this::build).toArray(int[][]::new);
    }

    /** Return the nodes with memory in the order that {@code node} asks them. */
    int[] of(int node) {
        return orders[node];
    }

    private int[] build(int node) {
        int[] order = withMemory.stream()
                .boxed()
                .sorted(Comparator.comparing((Integer other) -> other != node)
                        .thenComparingInt(other -> spec.distance(node, other) + (other < node ? 1 : 0))
                        .thenComparingLong(other -> load[other]))
                .mapToInt(Integer::intValue)
                .toArray();
        int before = node;
        int left = spec.nodes().size();
        for (int other : order) {
            if (spec.distance(node, other) != spec.distance(node, before)) {
                load[other] = loadAddsUp ? load[other] + 1 : left;
            }
            before = other;
            left--;
        }
        return order;
    }
}
