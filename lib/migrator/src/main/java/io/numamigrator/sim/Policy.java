package io.numamigrator.sim;

import io.numamigrator.NodeSet;

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
record Policy(Mode mode, int flags, NodeSet asked, NodeSet nodes, int home, NodeSet allowed) {

    /** How a node is chosen, in the kernel's numbers. */
    enum Mode {
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

    Policy withHome(int node) {
        return new Policy(mode, flags, asked, nodes, node, allowed);
    }

    /** Tell whether get_mempolicy(2) gives back what was asked for, not what came of it. */
    boolean keepsAsked() {
        return flags != 0;
    }

    boolean interleaves() {
        return mode == Mode.INTERLEAVE || mode == Mode.WEIGHTED_INTERLEAVE;
    }
}
