package io.numamigrator.sim;

import io.numamigrator.NodeSet;

/** Memory for pages on the move: on the node they go to, or, where the kernel is lax, on one near it. */
final class TargetMemory {

    private final SimulatedMachine machine;
    private final NodeSet allowed;
    private final boolean fallsBack;

    TargetMemory(SimulatedMachine machine, NodeSet allowed, boolean fallsBack) {
        this.machine = machine;
        this.allowed = allowed;
        this.fallsBack = fallsBack;
    }

    /** Take memory for a folio, and return its node, or -ENOMEM. */
    int take(int target, int pages) {
        if (allowed.contains(target) && machine.node(target).takeAll(pages)) {
            return target;
        }
        return fallsBack ? takeElsewhere(target, pages) : Answer.ENOMEM;
    }

    private int takeElsewhere(int target, int pages) {
        for (int node : machine.zonelist(target)) {
            if (allowed.contains(node) && machine.node(node).takeAll(pages)) {
                return node;
            }
        }
        return Answer.ENOMEM;
    }

    /** Take memory for up to {@code pages} base pages on the target, and return for how many. */
    int takeSome(int target, int pages) {
        return allowed.contains(target) ? (int) machine.node(target).take(pages) : 0;
    }

    boolean fallsBack() {
        return fallsBack;
    }
}
