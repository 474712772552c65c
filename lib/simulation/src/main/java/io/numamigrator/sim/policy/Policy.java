package io.numamigrator.sim.policy;

import io.numamigrator.NodeSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A memory policy as the kernel keeps it.
 *
 * @param mode how a node is chosen
 * @param flags mode flags, {@link Mode#STATIC}, {@link Mode#RELATIVE}, {@link Mode#BALANCING}
 * @param asked the nodes that were given
 * @param nodes the nodes that count: inside the cpuset and with memory
 * @param home the home node, -1 if there is none
 * @param allowed the cpuset's nodes that {@code nodes} was made for
 */
public record Policy(Mode mode, int flags, NodeSet asked, NodeSet nodes, int home, NodeSet allowed) {

    /** How a node is chosen, in the kernel's numbers. */
    public enum Mode {
        DEFAULT,
        PREFERRED,
        BIND,
        INTERLEAVE,
        LOCAL,
        PREFERRED_MANY,
        WEIGHTED_INTERLEAVE;

        static final int STATIC = 0x8000;
        static final int RELATIVE = 0x4000;
        static final int BALANCING = 0x2000;
        static final int ALL_FLAGS = STATIC | RELATIVE | BALANCING;
    }

    Policy withNodes(NodeSet others, NodeSet nowAllowed) {
        return new Policy(mode, flags, asked, others, home, nowAllowed);
    }

    Policy withAsked(NodeSet others) {
        return new Policy(mode, flags, others, nodes, home, allowed);
    }

    public Policy withHome(int node) {
        return new Policy(mode, flags, asked, nodes, node, allowed);
    }

    /** Tell whether get_mempolicy(2) gives back what was asked for, not what came of it. */
    public boolean keepsAsked() {
        return flags != 0;
    }

    /** Two policies are the same if the kernel says so (mpol_equal): what was asked for counts only where it is kept. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Policy policy && mode == policy.mode && flags == policy.flags && home == policy.home
                && (!keepsAsked() || asked.equals(policy.asked)) && chosen().equals(policy.chosen());
    }

    @Override
    public int hashCode() {
        return Objects.hash(mode, flags, home);
    }

    /** Return the nodes that make a difference: of those that are preferred, the lowest. */
    private NodeSet chosen() {
        boolean one = mode == Mode.PREFERRED && !nodes.isEmpty();
        return one ? NodeSet.of(nodes.stream().min().orElseThrow()) : nodes;
    }

    public boolean interleaves() {
        return mode == Mode.INTERLEAVE || mode == Mode.WEIGHTED_INTERLEAVE;
    }
}
