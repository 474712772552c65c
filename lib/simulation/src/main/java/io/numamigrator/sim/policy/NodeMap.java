package io.numamigrator.sim.policy;

import io.numamigrator.NodeSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which node's pages go where, and in which order: SEMANTICS 2.3. */
public final class NodeMap {

    /** Pages on {@code source} go to {@code target}. */
    public record Step(int source, int target) {}

    private final int[] from;
    private final int[] to;
    private final NodeSet fromSet;
    private final NodeSet toSet;
    private final boolean skip;

    /** Map {@code from} to {@code to}; with {@code skipsUnequal} nodes that are in both stay if the sets differ in size. */
    public NodeMap(NodeSet from, NodeSet to, boolean skipsUnequal) {
        this.from = from.stream().toArray();
        this.to = to.stream().toArray();
        this.fromSet = from;
        this.toSet = to;
        this.skip = skipsUnequal && from.size() != to.size();
    }

    /** Return the node that corresponds to {@code node}, by its rank among the sources. */
    int map(int node) {
        if (to.length == 0 || !fromSet.contains(node)) {
            return node;
        }
        int rank = 0;
        while (from[rank] != node) {
            rank++;
        }
        return to[rank % to.length];
    }

    /** Return the steps: if one can be found whose target is no source any more, it comes first. */
    public List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        NodeSet left = fromSet;
        Step next = next(left);
        while (next != null) {
            steps.add(next);
            left = left.minus(NodeSet.of(next.source));
            next = next(left);
        }
        return steps;
    }

    private @Nullable Step next(NodeSet left) {
        Step candidate = null;
        for (int source : left) {
            int target = map(source);
            if (target != source && !(skip && toSet.contains(source))) {
                candidate = new Step(source, target);
                if (!left.contains(target)) {
                    return candidate;
                }
            }
        }
        return candidate;
    }
}
