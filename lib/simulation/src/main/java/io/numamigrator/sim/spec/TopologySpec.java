package io.numamigrator.sim.spec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Nodes and distances read from one line, {@code 2x[1cpu,1G]+[0cpu,512M]@31/0:1=15}: the language of ci/vm/SPEC.md.
 *
 * @param nodes nodes in the order of their ids
 * @param distances distance from node to node
 */
public record TopologySpec(List<SpecNode> nodes, int[][] distances) {

    static final int MOST_NODES = 1024;

    static final int MOST_CPUS = 8192;

    private static final long LEAST_MEMORY = 128L << 20;

    /**
     * Read a line.
     *
     * @throws IllegalArgumentException if it is no SPEC; the message begins with the field at fault
     */
    public static TopologySpec parse(String text) {
        List<String> parts = List.of(text.split("/", -1));
        List<String> machine = List.of(SpecPresets.writtenOut(parts.getFirst()).split("/", -1));
        if (machine.getFirst().isEmpty()) {
            throw refuse("topology", "nothing is written; write 4, 2x[1cpu,512M] or one of " + SpecPresets.names());
        }
        List<SpecNode> nodes = new ArrayList<>();
        List<Integer> groupDistances = new ArrayList<>();
        String[] groups = machine.getFirst().split("\\+", -1);
        for (int i = 0; i < groups.length; i++) {
            String where = "group " + (i + 1);
            SpecGroup group = SpecGroup.parse(where, groups[i]);
            int gap = gap(where + ", first node", group.first(), nodes.size());
            nodes.addAll(Collections.nCopies(gap, SpecNode.OFFLINE));
            groupDistances.addAll(Collections.nCopies(gap, 0));
            nodes.addAll(Collections.nCopies(group.count(), group.node()));
            groupDistances.addAll(Collections.nCopies(group.count(), group.distance()));
            if (nodes.size() > MOST_NODES) {
                throw refuse("topology", nodes.size() + " nodes are more than " + MOST_NODES);
            }
        }
        check(nodes);
        SpecDistances distances = new SpecDistances(groupDistances);
        distances.enter(machine.subList(1, machine.size()));
        distances.enter(parts.subList(1, parts.size()));
        return new TopologySpec(List.copyOf(nodes), distances.table());
    }

    private static int gap(String field, int first, int there) {
        if (first >= 0 && (first < there || first >= MOST_NODES)) {
            throw refuse(field,
                    first + " is not within " + there + " to " + (MOST_NODES - 1) + ", the ids that are left");
        }
        return first < 0 ? 0 : first - there;
    }

    static IllegalArgumentException refuse(String field, String why) {
        return new IllegalArgumentException(field + ": " + why);
    }

    /** Return the nodes as a machine's builder knows them. */
    List<NodeSpec> withIds() {
        return IntStream.range(0, nodes.size()).mapToObj(id -> nodes.get(id).withId(id)).toList();
    }

    private static void check(List<SpecNode> nodes) {
        int cpus = nodes.stream().mapToInt(SpecNode::cpus).sum();
        if (cpus == 0) {
            throw refuse("cpus", "no node has one, and a machine starts on one");
        }
        if (cpus > MOST_CPUS) {
            throw refuse("cpus", cpus + " in all are more than " + MOST_CPUS);
        }
        if (nodes.stream().mapToLong(SpecNode::bytes).sum() < LEAST_MEMORY) {
            throw refuse("memory", "less than " + (LEAST_MEMORY >> 20) + "M in all does not hold a kernel");
        }
        long told = nodes.stream().filter(node -> node.performance() != null).count();
        if (told > 0 && told < nodes.stream().filter(node -> node.bytes() > 0).count()) {
            throw refuse("latency", "some nodes with memory have one and some have none; write it for all or for none");
        }
        int twice = CpuNumbers.twice(new TopologySpec(nodes, new int[0][]).withIds());
        if (twice >= 0) {
            throw refuse("cpus", "CPU " + twice + " is on two nodes");
        }
    }
}
