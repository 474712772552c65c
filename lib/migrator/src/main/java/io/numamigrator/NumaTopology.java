package io.numamigrator;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The NUMA nodes of this machine when they were read: CPUs, memory, distances, and which of them this process may use.
 *
 * <p>Where /sys is hidden (some containers), only the allowed nodes are known, from Mems_allowed of /proc/self/status;
 * {@link #origin()} says so, and sizes, CPUs and distances are absent.
 */
public final class NumaTopology {

    /** Where a topology was read. */
    public enum Origin {
        /** /sys/devices/system/node. */
        SYSFS,
        /** /proc/self/status alone: /sys/devices/system/node cannot be read, or this kernel has no NUMA. */
        MEMS_ALLOWED_ONLY
    }

    /**
     * A memory tier (Linux 6.1): nodes of like performance; pages are demoted to the next higher number.
     *
     * @param id number of the tier, lower is faster
     * @param nodes the nodes in it
     */
    public record MemoryTier(int id, NodeSet nodes) {}

    private final Origin origin;
    private final NodeSets lists;
    private final NodeSet allowed;
    private final List<NumaNode> nodes;
    private final List<MemoryTier> tiers;

    /**
     * The lists of nodes in /sys/devices/system/node.
     *
     * @param possible the nodes that can ever be online
     * @param online the nodes that are online
     * @param withMemory the nodes with memory
     * @param withCpus the nodes with CPUs; empty if it is not known
     * @param withNormalMemory the nodes with memory of an ordinary zone; empty if it is not known
     * @param withGenericInitiator the nodes with devices that access memory; empty if it is not known
     */
    public record NodeSets(
            NodeSet possible,
            NodeSet online,
            NodeSet withMemory,
            Optional<NodeSet> withCpus,
            Optional<NodeSet> withNormalMemory,
            Optional<NodeSet> withGenericInitiator) {}

    /**
     * Describes a machine; {@link NumaMigrator#topology()} describes the running one.
     *
     * @param origin where it was read
     * @param lists which nodes there are
     * @param allowed the nodes that this process may have memory on
     * @param nodes the online nodes, ascending by number
     * @param tiers the memory tiers, fastest first
     */
    public NumaTopology(
            Origin origin, NodeSets lists, NodeSet allowed, List<NumaNode> nodes, List<MemoryTier> tiers) {
        this.origin = Objects.requireNonNull(origin, "origin");
        this.lists = Objects.requireNonNull(lists, "lists");
        this.allowed = Objects.requireNonNull(allowed, "allowed");
        this.nodes = List.copyOf(Objects.requireNonNull(nodes, "nodes"));
        this.tiers = List.copyOf(Objects.requireNonNull(tiers, "tiers"));
    }

    /** Returns where this topology was read. */
    public Origin origin() {
        return origin;
    }

    /** Return the nodes that can be online; the known ones if /sys is hidden. */
    public NodeSet possible() {
        return lists.possible();
    }

    /** Returns the nodes that are online; the allowed ones if /sys is hidden. */
    public NodeSet online() {
        return lists.online();
    }

    /** Returns the nodes with memory; the allowed ones if /sys is hidden. */
    public NodeSet withMemory() {
        return lists.withMemory();
    }

    /** Returns the nodes with CPUs; absent if /sys is hidden. */
    public Optional<NodeSet> withCpus() {
        return lists.withCpus();
    }

    /** Returns the nodes with memory of an ordinary zone (not only movable or high memory); absent if /sys is hidden. */
    public Optional<NodeSet> withNormalMemory() {
        return lists.withNormalMemory();
    }

    /** Returns the nodes with devices that access memory, such as accelerators (Linux 5.10); absent before. */
    public Optional<NodeSet> withGenericInitiator() {
        return lists.withGenericInitiator();
    }

    /** Returns the nodes known to have memory and no CPU: CXL memory, high-bandwidth memory. */
    public NodeSet memoryOnly() {
        return withCpus().map(cpus -> withMemory().minus(cpus)).orElse(NodeSet.empty());
    }

    /** Returns the nodes known to have CPUs and no memory; no page can live there. */
    public NodeSet cpuOnly() {
        return withCpus().map(cpus -> cpus.minus(withMemory())).orElse(NodeSet.empty());
    }

    /** Returns the nodes that this process may have memory on: its cpuset's (Mems_allowed_list of /proc/self/status). */
    public NodeSet allowed() {
        return allowed;
    }

    /** Returns the online nodes, ascending by number. */
    public List<NumaNode> nodes() {
        return nodes;
    }

    /** Returns an online node by its number. */
    public Optional<NumaNode> node(int id) {
        return nodes.stream().filter(node -> node.id() == id).findFirst();
    }

    /** Returns the memory tiers, fastest first; empty before Linux 6.1 and where /sys is hidden. */
    public List<MemoryTier> tiers() {
        return tiers;
    }

    /** Returns the relative distance between two nodes (10 is local), absent if it is not known. */
    public OptionalInt distance(int from, int to) {
        Integer distance = node(from).map(node -> node.distances().get(to)).orElse(null);
        return distance == null ? OptionalInt.empty() : OptionalInt.of(distance);
    }

    /** Returns the nodes whose distance from a node is known, nearest first, itself included; of equals the lower number. */
    public List<NumaNode> nearestTo(int from) {
        return nodes.stream()
                .filter(node -> distance(from, node.id()).isPresent())
                .sorted(Comparator.comparingInt(node -> distance(from, node.id()).orElseThrow()))
                .toList();
    }

    /**
     * Returns the node farthest from a node among those that are allowed and have memory; of equals the lowest number.
     *
     * <p>Empty if no distance is known and there is more than one candidate.
     */
    public OptionalInt farthestAllowed(int from) {
        NodeSet candidates = allowed.intersect(withMemory());
        if (candidates.size() == 1) {
            return OptionalInt.of(candidates.highest());
        }
        int farthest = -1;
        int greatest = -1;
        for (int node : candidates) {
            int distance = distance(from, node).orElse(-1);
            if (distance > greatest) {
                farthest = node;
                greatest = distance;
            }
        }
        return farthest < 0 ? OptionalInt.empty() : OptionalInt.of(farthest);
    }

    /** Returns one line for the lists and one for each node. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("nodes ").append(online()).append(" online, ").append(withMemory())
                .append(" with memory, ").append(allowed).append(" allowed");
        if (origin == Origin.MEMS_ALLOWED_ONLY) {
            text.append(" (/sys/devices/system/node cannot be read: only the allowed nodes are known)");
        }
        nodes.forEach(node -> text.append('\n').append(node));
        return text.toString();
    }
}
