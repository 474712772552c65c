package io.numamigrator.sim.policy;

import io.numamigrator.NodeSet;
import io.numamigrator.sim.policy.Policy.Mode;
import io.numamigrator.sim.version.KernelSwitch;
import io.numamigrator.sim.version.KernelVersion;

/** What becomes of a policy when its cpuset gets other nodes: SEMANTICS 4. */
public final class PolicyRebind {

    private PolicyRebind() {}

    public static Policy rebind(Policy policy, NodeSet now, KernelVersion kernel) {
        return switch (policy.mode()) {
            case DEFAULT, LOCAL -> policy;
            case PREFERRED -> kernel.has(KernelSwitch.PREFERRED_FOLLOWS_CPUSET) && !policy.asked().isEmpty()
                    ? policy.withNodes(preferred(policy, now), now)
                    : kept(policy, now, kernel);
            case PREFERRED_MANY -> kept(policy, now, kernel);
            case BIND, INTERLEAVE, WEIGHTED_INTERLEAVE -> {
                boolean balances = policy.flags() == Mode.BALANCING && kernel.has(KernelSwitch.BALANCING_MAPS_ASKED);
                NodeSet nodes = balances ? mapped(policy, policy.asked(), now) : nodes(policy, now);
                yield (balances ? policy.withAsked(now) : policy).withNodes(nodes.isEmpty() ? now : nodes, now);
            }
        };
    }

    private static Policy kept(Policy policy, NodeSet now, KernelVersion kernel) {
        boolean forgets = kernel.has(KernelSwitch.PREFERENCE_FORGETS_ASKED) && policy.keepsAsked();
        return (forgets ? policy.withAsked(now) : policy).withNodes(policy.nodes(), now);
    }

    /** Only the first of the nodes asked for counts: it is preferred while it is allowed, else the local one. */
    private static NodeSet preferred(Policy policy, NodeSet now) {
        return (policy.flags() & Mode.STATIC) != 0
                ? lowest(policy.asked()).intersect(now)
                : lowest(nodes(policy, now));
    }

    private static NodeSet lowest(NodeSet nodes) {
        return nodes.isEmpty() ? nodes : NodeSet.of(nodes.stream().min().orElseThrow());
    }

    private static NodeSet nodes(Policy policy, NodeSet now) {
        if ((policy.flags() & Mode.STATIC) != 0) {
            return policy.asked().intersect(now);
        }
        if ((policy.flags() & Mode.RELATIVE) != 0) {
            return PolicyMaker.fold(policy.asked(), now);
        }
        return mapped(policy, policy.allowed(), now);
    }

    private static NodeSet mapped(Policy policy, NodeSet before, NodeSet now) {
        NodeMap map = new NodeMap(before, now, false);
        return NodeSet.of(policy.nodes().stream().map(map::map).distinct().toArray());
    }
}
