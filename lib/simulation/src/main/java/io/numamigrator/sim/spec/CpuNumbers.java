package io.numamigrator.sim.spec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which CPUs each node has: those that were listed for it, or the lowest that no list names, in the order of the nodes. */
public final class CpuNumbers {

    private static final int NONE = -1;

    private final Map<Integer, BitSet> ofNode = new HashMap<>();
    private final BitSet all = new BitSet();
    private final int[] nodeOfCpu;

    /** Numbers the CPUs of nodes; lists are disjoint. */
    public CpuNumbers(Collection<NodeSpec> nodes) {
        BitSet listed = new BitSet();
        nodes.forEach(node -> listed.or(node.listed()));
        int next = listed.nextClearBit(0);
        int most = listed.length();
        for (NodeSpec node : nodes) {
            BitSet own = (BitSet) node.listed().clone();
            for (int i = own.cardinality(); i < node.cpus(); i++) {
                own.set(next);
                next = listed.nextClearBit(next + 1);
            }
            most = Math.max(most, own.length());
            ofNode.put(node.id(), own);
        }
        ofNode.values().forEach(all::or);
        nodeOfCpu = new int[most];
        Arrays.fill(nodeOfCpu, NONE);
        ofNode.forEach((node, cpus) -> cpus.stream().forEach(cpu -> nodeOfCpu[cpu] = node));
    }

    public BitSet of(int node) {
        return ofNode.getOrDefault(node, new BitSet());
    }

    /** Returns all of them; not to be changed. */
    public BitSet all() {
        return all;
    }

    /** Returns the lowest, which a machine starts on. */
    public int first() {
        return all.nextSetBit(0);
    }

    public int nodeOf(int cpu) {
        return nodeOfCpu[cpu];
    }

    /** Returns a CPU that is listed for two nodes, -1 without one. */
    static int twice(Collection<NodeSpec> nodes) {
        BitSet seen = new BitSet();
        List<Integer> found = new ArrayList<>();
        for (NodeSpec node : nodes) {
            node.listed().stream().filter(seen::get).forEach(found::add);
            seen.or(node.listed());
        }
        return found.stream().min(Integer::compare).orElse(NONE);
    }
}
