package io.numamigrator.refusal;

import io.numamigrator.NodeSet;
import io.numamigrator.kernel.KernelFiles;
import io.numamigrator.proc.NodeLists;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Nodes that a call named, and why the kernel cannot use them: what each is here.
 *
 * @param named the nodes of the call
 * @param withMemory the nodes that hold memory; empty if /sys is hidden
 * @param online the nodes that are there; empty if /sys is hidden
 * @param allowed the nodes of the cpuset that counts; empty if /proc does not tell
 * @param whose whose cpuset that is: {@code this process}
 */
record NodeChoice(NodeSet named, Optional<NodeSet> withMemory, Optional<NodeSet> online, Optional<NodeSet> allowed,
        String whose) {

    static NodeChoice of(KernelFiles files, NodeSet named, Optional<NodeSet> allowed, String whose) {
        NodeLists lists = NodeLists.of(files);
        return new NodeChoice(named, lists.withMemory(), lists.online(), allowed, whose);
    }

    /** Return the nodes that could have been named, as far as that is known. */
    Optional<NodeSet> usable() {
        return withMemory.map(memory -> allowed.map(memory::intersect).orElse(memory)).or(() -> allowed);
    }

    /** Return the named nodes that cannot be used. */
    NodeSet unusable() {
        return usable().map(named::minus).orElse(NodeSet.empty());
    }

    boolean hasUsable() {
        return usable().map(can -> !can.intersect(named).isEmpty()).orElse(true);
    }

    /** Say of each node that cannot be used why, as {@code node 1 is outside the cpuset of this process (0), there is no node 5}. */
    String whyNot() {
        NodeSet left = unusable();
        List<String> reasons = new ArrayList<>();
        NodeSet absent = online.map(left::minus).orElse(NodeSet.empty());
        if (!absent.isEmpty()) {
            reasons.add("there is no " + name(absent));
        }
        NodeSet bare = withMemory.map(left.minus(absent)::minus).orElse(NodeSet.empty());
        if (!bare.isEmpty()) {
            reasons.add(name(bare) + (bare.size() == 1 ? " has" : " have") + " no memory");
        }
        NodeSet forbidden = left.minus(absent).minus(bare);
        if (!forbidden.isEmpty()) {
            reasons.add(name(forbidden) + (forbidden.size() == 1 ? " is" : " are") + " outside the cpuset of " + whose
                    + " (" + allowed.map(NodeSet::toString).orElse("") + ")");
        }
        return String.join(", ", reasons);
    }

    private static String name(NodeSet nodes) {
        return (nodes.size() == 1 ? "node " : "nodes ") + nodes;
    }

    /** Return the sentence that tells which nodes can be named here. */
    String remedy() {
        return usable().map(can -> can.isEmpty()
                ? "allow nodes in the cpuset of " + whose
                : "name nodes of " + can).orElse("name nodes of " + NodeLists.DIRECTORY + "/has_memory");
    }
}
