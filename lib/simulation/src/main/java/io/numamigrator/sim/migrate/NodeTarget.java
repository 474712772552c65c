package io.numamigrator.sim.migrate;

import io.numamigrator.NodeSet;
import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.machine.NegativeErrno;

/** Memory on the node that pages go to, or, where the kernel is lax, on one near it. */
public final class NodeTarget implements MigrationTarget {

    private final Machine machine;
    private final NodeSet allowed;
    private final boolean fallsBack;

    /** Take memory of {@code allowed} nodes, those of the caller's cpuset. */
    public NodeTarget(Machine machine, NodeSet allowed, boolean fallsBack) {
        this.machine = machine;
        this.allowed = allowed;
        this.fallsBack = fallsBack;
    }

    @Override
    public int take(int target, int pages) {
        if (allowed.contains(target) && machine.node(target).takeAll(pages)) {
            return target;
        }
        return fallsBack ? takeElsewhere(target, pages) : NegativeErrno.ENOMEM;
    }

    private int takeElsewhere(int target, int pages) {
        for (int node : machine.zonelist(target)) {
            if (allowed.contains(node) && machine.node(node).takeAll(pages)) {
                return node;
            }
        }
        return NegativeErrno.ENOMEM;
    }

    @Override
    public int takeSome(int target, int pages) {
        return allowed.contains(target) ? (int) machine.node(target).take(pages) : 0;
    }

    @Override
    public boolean singly() {
        return fallsBack;
    }

    @Override
    public int[] order(int target) {
        return allowed.contains(target) ? new int[] {target} : new int[0];
    }
}
