package io.numamigrator.sim.proc;

import io.numamigrator.NodeSet;
import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.spec.MachineSpec;
import io.numamigrator.sim.spec.Performance;
import io.numamigrator.sim.version.KernelSwitch;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/** /sys/devices/virtual/memory_tiering: which nodes are of one speed (mm/memory-tiers.c, Linux 6.1). */
final class MemoryTiers {

    /** The abstract distance of ordinary memory; 128 of them are one tier. */
    private static final int DRAM = 4 * 128 + 64;

    private static final int TIER_SHIFT = 7;

    private final Machine machine;
    private final MachineSpec spec;

    MemoryTiers(Machine machine) {
        this.machine = machine;
        this.spec = machine.spec();
    }

    PseudoDirectory directory() {
        Map<Integer, BitSet> tiers = new TreeMap<>();
        for (int id : machine.nodesWithMemory()) {
            tiers.computeIfAbsent(distance(id) >> TIER_SHIFT, tier -> new BitSet()).set(id);
        }
        PseudoDirectory directory = new PseudoDirectory();
        tiers.forEach((tier, nodes) -> directory.directory("memory_tier" + tier, () -> new PseudoDirectory()
                .file("nodelist", NodeSet.of(nodes.stream().toArray()) + "\n")));
        return directory;
    }

    /** Memory with a CPU is ordinary; the rest is measured by the first such node, where the firmware tells. */
    private int distance(int id) {
        Performance own = spec.performance().get(id);
        Performance ordinary = machine.nodesWithMemory().stream().filter(this::hasCpu).boxed().findFirst()
                .map(spec.performance()::get).orElse(null);
        if (hasCpu(id) || own == null || ordinary == null
                || !machine.kernel().has(KernelSwitch.TIERS_BY_PERFORMANCE)) {
            return DRAM;
        }
        long mebi = 1L << 20;
        return (int) (DRAM * own.latency() / ordinary.latency() * (ordinary.bandwidth() / mebi)
                / (own.bandwidth() / mebi));
    }

    private boolean hasCpu(int id) {
        return spec.node(id).cpus() > 0;
    }
}
