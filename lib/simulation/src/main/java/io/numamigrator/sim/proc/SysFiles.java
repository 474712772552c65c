package io.numamigrator.sim.proc;

import io.numamigrator.NodeSet;
import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.task.ProcessTable;
import io.numamigrator.sim.version.KernelSwitch;
import io.numamigrator.sim.version.KernelVersion;

/** /sys of a simulated machine: nodes, memory tiers, interleave weights, huge pages, cpusets. */
final class SysFiles {

    private final ProcessTable processes;
    private final Machine machine;
    private final KernelVersion kernel;

    SysFiles(ProcessTable processes) {
        this.processes = processes;
        this.machine = processes.machine();
        this.kernel = machine.kernel();
    }

    PseudoDirectory root() {
        return new PseudoDirectory()
                .directory("devices", this::devices)
                .directory("fs", () -> new PseudoDirectory()
                        .directory("cgroup", () -> new CgroupFiles(processes).root()))
                .directory("kernel", () -> new PseudoDirectory().directory("mm", this::mm));
    }

    private PseudoDirectory devices() {
        return new PseudoDirectory()
                .directory("system", () -> new PseudoDirectory().directory("node", this::nodes))
                .directory("virtual", () -> new PseudoDirectory()
                        .directory(kernel.has(KernelSwitch.MEMORY_TIERS), "memory_tiering",
                                () -> new MemoryTiers(machine).directory()));
    }

    private PseudoDirectory nodes() {
        boolean lists = kernel.has(KernelSwitch.NODE_LIST_FILES);
        PseudoDirectory nodes = new PseudoDirectory()
                .file(lists, "has_cpu", () -> (kernel.has(KernelSwitch.HAS_CPU_FILLED) ? withCpus() : "") + "\n")
                .file(kernel.has(KernelSwitch.GENERIC_INITIATOR_FILE), "has_generic_initiator",
                        () -> machine.spec().devices() + "\n")
                .file(kernel.has(KernelSwitch.HAS_MEMORY_FILE), "has_memory", () -> machine.nodesWithMemory() + "\n")
                .file(lists, "has_normal_memory", () -> machine.nodesWithMemory() + "\n")
                .file(lists, "online", () -> machine.online() + "\n")
                .file(lists, "possible", () -> machine.possible() + "\n");
        for (int id : machine.online()) {
            nodes.directory("node" + id, () -> new NodeFiles(processes, id).directory());
        }
        return nodes;
    }

    private NodeSet withCpus() {
        return NodeSet.of(machine.online().stream().filter(id -> machine.spec().node(id).cpus() > 0).toArray());
    }

    private PseudoDirectory mm() {
        return new PseudoDirectory()
                .directory(kernel.has(KernelSwitch.WEIGHTS_DIRECTORY), "mempolicy", () -> new PseudoDirectory()
                        .directory("weighted_interleave", this::weights))
                .directory(kernel.has(KernelSwitch.THP), "transparent_hugepage", () -> new PseudoDirectory()
                        .file("enabled", this::hugePages)
                        .file(kernel.has(KernelSwitch.HPAGE_PMD_SIZE), "hpage_pmd_size",
                                () -> machine.geometry().hugeSize() + "\n"));
    }

    private PseudoDirectory weights() {
        PseudoDirectory weights = new PseudoDirectory();
        for (int id : machine.nodesWithMemory()) {
            weights.file("node" + id, () -> machine.weight(id) + "\n");
        }
        return weights;
    }

    private String hugePages() {
        return switch (machine.spec().hugePages()) {
            case ALWAYS -> "[always] madvise never\n";
            case MADVISE -> "always [madvise] never\n";
            case NEVER -> "always madvise [never]\n";
        };
    }
}
