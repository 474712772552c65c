package io.numamigrator.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Nodes and distances read from one line, {@code 2x[1cpu,1G]+[0cpu,512M]@31/0:1=15}: the language of ci/vm/SPEC.md.
 *
 * @param nodes nodes in the order of their ids
 * @param distances distance from node to node
 */
record TopologySpec(List<SpecNode> nodes, int[][] distances) {

    /** The most nodes, and the most CPUs. */
    static final int MOST = 128;

    private static final long LEAST_MEMORY = 128L << 20;
    private static final int UNREACHABLE = 255;

    private static final Map<String, String> PRESETS = new LinkedHashMap<>();

    static {
        PRESETS.put("two", "2");
        PRESETS.put("four", "4");
        PRESETS.put("eight", "8");
        PRESETS.put("tiered", "2+[0cpu]@31");
        PRESETS.put("holes", "[1cpu]+[offline]+[1cpu]+[1cpu,0M]+[0cpu]");
    }

    private static final Pattern PAIR = Pattern.compile("(\\d{1,4}):(\\d{1,4})=(.*)");

    /**
     * Read a line.
     *
     * @throws IllegalArgumentException if it is no SPEC; the message begins with the field at fault
     */
    static TopologySpec parse(String text) {
        String[] parts = text.split("/", -1);
        String machine = PRESETS.getOrDefault(parts[0], parts[0]);
        if (machine.isEmpty()) {
            throw refuse("topology", "nothing is written; write 4, 2x[1cpu,512M] or one of " + presets());
        }
        List<SpecNode> nodes = new ArrayList<>();
        List<Integer> groupDistances = new ArrayList<>();
        String[] groups = machine.split("\\+", -1);
        for (int i = 0; i < groups.length; i++) {
            SpecGroup group = SpecGroup.parse("group " + (i + 1), groups[i]);
            for (int n = 0; n < group.count(); n++) {
                nodes.add(group.node());
                groupDistances.add(group.distance());
            }
        }
        int[][] distances = table(groupDistances);
        pairs(Arrays.asList(parts).subList(1, parts.length), distances);
        check(nodes);
        return new TopologySpec(List.copyOf(nodes), distances);
    }

    static String presets() {
        return String.join(", ", PRESETS.keySet());
    }

    static IllegalArgumentException refuse(String field, String why) {
        return new IllegalArgumentException(field + ": " + why);
    }

    static int distance(String field, String text) {
        int distance = text.matches("\\d{1,4}") ? Integer.parseInt(text) : 0;
        if (distance <= MachineSpec.LOCAL || distance >= UNREACHABLE) {
            throw refuse(field, "\"" + text + "\" is not within 11 to 254");
        }
        return distance;
    }

    /** Of two groups that disagree the greater distance counts; 0 is a group that says nothing. */
    private static int[][] table(List<Integer> groupDistances) {
        int size = groupDistances.size();
        int[][] table = new int[size][size];
        for (int a = 0; a < size; a++) {
            for (int b = 0; b < size; b++) {
                int said = Math.max(groupDistances.get(a), groupDistances.get(b));
                table[a][b] = a == b ? MachineSpec.LOCAL : said == 0 ? MachineSpec.REMOTE : said;
            }
        }
        return table;
    }

    private static void pairs(List<String> pairs, int[][] table) {
        Map<List<Integer>, Integer> written = new HashMap<>();
        for (String text : pairs) {
            Matcher pair = PAIR.matcher(text);
            if (!pair.matches()) {
                throw refuse("distance", "\"" + text + "\" is not a pair such as 0:1=31");
            }
            int a = Integer.parseInt(pair.group(1));
            int b = Integer.parseInt(pair.group(2));
            String field = "distance " + a + ":" + b;
            if (Math.max(a, b) >= table.length) {
                throw refuse(field, "there is no node " + Math.max(a, b));
            }
            if (a == b) {
                throw refuse(field, "from a node to itself it is always " + MachineSpec.LOCAL);
            }
            if (written.put(List.of(a, b), distance(field, pair.group(3))) != null) {
                throw refuse(field, "written twice");
            }
        }
        written.forEach((pair, distance) -> {
            int a = pair.getFirst();
            int b = pair.getLast();
            table[a][b] = distance;
            table[b][a] = written.getOrDefault(List.of(b, a), distance);
        });
    }

    private static void check(List<SpecNode> nodes) {
        if (nodes.size() > MOST) {
            throw refuse("topology", nodes.size() + " nodes are more than " + MOST);
        }
        if (nodes.getFirst().cpus() == 0) {
            throw refuse("node 0", "the first node needs a CPU, the machine starts on it");
        }
        int cpus = nodes.stream().mapToInt(SpecNode::cpus).sum();
        if (cpus > MOST) {
            throw refuse("cpus", cpus + " in all are more than " + MOST);
        }
        if (nodes.stream().mapToLong(SpecNode::bytes).sum() < LEAST_MEMORY) {
            throw refuse("memory", "less than " + (LEAST_MEMORY >> 20) + "M in all does not hold a kernel");
        }
        long told = nodes.stream().filter(node -> node.performance() != null).count();
        if (told > 0 && told < nodes.stream().filter(node -> node.bytes() > 0).count()) {
            throw refuse("latency", "some nodes with memory have one and some have none; write it for all or for none");
        }
    }
}
