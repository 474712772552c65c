package io.numamigrator.sim.policy;

import io.numamigrator.NodeSet;

/** The node that a thread's interleaving comes to next, for memory that belongs to no area. */
public final class InterleaveRotor {

    private int last = -1;
    private int left;

    /** Begin again: the next node is the lowest. */
    public void reset() {
        last = -1;
        left = 0;
    }

    /** Return the node that comes next, without going on to it. */
    public int peek(NodeSet nodes) {
        return left > 0 && nodes.contains(last) ? last : after(nodes);
    }

    /** Return the next node, and go on; {@code weights} tells how often a node comes in a row. */
    public int next(NodeSet nodes, Weights weights) {
        if (left <= 0 || !nodes.contains(last)) {
            last = after(nodes);
            left = weights.of(last);
        }
        left--;
        return last;
    }

    private int after(NodeSet nodes) {
        return nodes.stream().filter(node -> node > last).findFirst().orElseGet(() -> nodes.stream().min().orElse(-1));
    }

    /** How often each node comes in a row. */
    public interface Weights {
        int of(int node);
    }
}
