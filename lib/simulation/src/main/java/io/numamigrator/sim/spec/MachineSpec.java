package io.numamigrator.sim.spec;

import io.numamigrator.NodeSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that a machine is built from.
 *
 * @param nodes nodes by number
 * @param distances distance from node to node, where it is not the usual one
 * @param pageSize size of a base page in bytes
 * @param kernel release of the kernel
 * @param maxNodes number of node ids that the kernel was compiled for
 * @param swapBytes size of the swap devices
 * @param zeroPageNode node of the shared zero page, -1 for the lowest with memory
 * @param hugePages when memory gets transparent huge pages
 * @param performance how fast the memory of each node is, if the firmware tells
 */
public record MachineSpec(
        SortedMap<Integer, NodeSpec> nodes,
        Map<Pair, Integer> distances,
        int pageSize,
        String kernel,
        int maxNodes,
        long swapBytes,
        int zeroPageNode,
        HugePages hugePages,
        Map<Integer, Performance> performance) {

    public static final int PAGE_SIZE = 4096;
    public static final int MAX_NODES = 1024;
    static final int LOCAL = 10;
    static final int REMOTE = 20;

    /** A way from node to node. */
    public record Pair(int from, int to) {

        /** Node ids are below 1024, so no two pairs have the same; a table of 1,024 nodes has a million. */
        @Override
        public int hashCode() {
            return from << 10 | to;
        }
    }

    /** When memory gets transparent huge pages, /sys/kernel/mm/transparent_hugepage/enabled. */
    public enum HugePages {
        ALWAYS,
        MADVISE,
        NEVER
    }

    /** Returns what a line of nodes and distances tells, with a kernel's release and the usual for all else. */
    public static MachineSpec of(TopologySpec read, String kernel) {
        SortedMap<Integer, NodeSpec> nodes = new TreeMap<>();
        Map<Pair, Integer> distances = new HashMap<>();
        Map<Integer, Performance> performance = new HashMap<>();
        for (int id = 0; id < read.nodes().size(); id++) {
            SpecNode node = read.nodes().get(id);
            nodes.put(id, node.withId(id));
            if (node.performance() != null) {
                performance.put(id, node.performance());
            }
            for (int to = 0; to < read.nodes().size(); to++) {
                int distance = read.distances()[id][to];
                if (to != id && distance != REMOTE) {
                    distances.put(new Pair(id, to), distance);
                }
            }
        }
        return new MachineSpec(nodes, distances, PAGE_SIZE, kernel, MAX_NODES, 0, -1, HugePages.MADVISE, performance);
    }

    /** Keep copies. */
    public MachineSpec {
        nodes = new TreeMap<>(nodes);
        distances = Collections.unmodifiableMap(new HashMap<>(distances));
        performance = Map.copyOf(performance);
    }

    /** Return a node that is there. */
    public NodeSpec node(int id) {
        return Objects.requireNonNull(nodes.get(id), () -> "no node " + id);
    }

    /** Return the node with a CPU that is nearest to a node; of equals the lowest. */
    public int nearestCpuNode(int target) {
        return nearest(target, false);
    }

    /** Return the node with a CPU or a device that is nearest to a node; of equals one with a CPU, and the lowest. */
    public int nearestInitiator(int target) {
        int cpu = nearest(target, false);
        int any = nearest(target, true);
        return distance(any, target) < distance(cpu, target) ? any : cpu;
    }

    private int nearest(int target, boolean devices) {
        return nodes.values().stream().filter(node -> node.cpus() > 0 || devices && node.isDevice())
                .map(NodeSpec::id).min(Comparator.comparingInt(from -> distance(from, target))).orElseThrow();
    }

    /** Return the nodes of devices that reach memory by themselves: generic initiators. */
    public NodeSet devices() {
        return NodeSet.of(nodes.values().stream().filter(NodeSpec::isDevice).mapToInt(NodeSpec::id).toArray());
    }

    public int distance(int from, int to) {
        return distances.getOrDefault(new Pair(from, to), from == to ? LOCAL : REMOTE);
    }
}
