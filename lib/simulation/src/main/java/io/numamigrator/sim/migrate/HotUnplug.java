package io.numamigrator.sim.migrate;

import io.numamigrator.NodeSet;
import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.machine.MemoryNode;
import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.task.ProcessTable;
import io.numamigrator.sim.task.Task;

/** Takes the memory of a node away: what is on it goes to the nodes nearest to it first. */
public final class HotUnplug {

    private final ProcessTable processes;
    private final Machine machine;
    private final MemoryNode node;

    public HotUnplug(ProcessTable processes, MemoryNode node) {
        this.processes = processes;
        this.machine = processes.machine();
        this.node = node;
    }

    /**
     * Empty the node.
     *
     * @throws IllegalStateException if it is the last with memory, or something stays: pages that are held, or others' memory
     */
    public void empty() {
        NodeSet others = machine.nodesWithMemory().minus(NodeSet.of(node.id()));
        if (others.isEmpty()) {
            throw new IllegalStateException("node " + node.id() + " is the only one with memory");
        }
        for (Task task : processes.all()) {
            AddressSpace space = task.process.space();
            if (space != null) {
                empty(space, others);
            }
        }
        node.hugetlb.resize(0);
        if (node.freePages() != node.totalPages()) {
            throw new IllegalStateException("node " + node.id() + " is busy: "
                    + (node.totalPages() - node.freePages()) + " of its pages cannot go elsewhere");
        }
    }

    private void empty(AddressSpace space, NodeSet others) {
        for (int target : machine.zonelist(node.id())) {
            if (others.contains(target)) {
                new SpaceMigration(space, others, true).migrate(NodeSet.of(node.id()), NodeSet.of(target));
            }
        }
    }
}
