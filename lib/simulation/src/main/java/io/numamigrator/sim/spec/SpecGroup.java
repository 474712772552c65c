package io.numamigrator.sim.spec;

import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A group of a SPEC: nodes alike.
 *
 * @param first id of its first node, -1 for the one after the group before it
 * @param count how many
 * @param node each of them
 * @param distance between each of them and every other node, 0 where nothing is said
 */
record SpecGroup(int first, int count, SpecNode node, int distance) {

    private static final SpecNode USUAL = new SpecNode(1, new BitSet(), 512L << 20, false, null);
    private static final Pattern GROUP =
            Pattern.compile("(?:(\\d{1,9})=)?(?:(\\d{1,9})|(?:(\\d{1,9})x)?\\[([^\\[\\]]*)])(?:@(.*))?");

    static SpecGroup parse(String where, String text) {
        Matcher group = GROUP.matcher(text);
        if (!group.matches()) {
            throw TopologySpec.refuse(where, "\"" + text + "\" is neither a number of nodes, nor 2x[1cpu,512M],"
                    + " nor one of " + SpecPresets.names());
        }
        String written = group.group(2) != null ? group.group(2) : group.group(3);
        int count = written == null ? 1 : Integer.parseInt(written);
        if (count < 1 || count > TopologySpec.MOST_NODES) {
            throw TopologySpec.refuse(where + ", count", count + " is not within 1 to " + TopologySpec.MOST_NODES);
        }
        String distance = group.group(5);
        int far = distance == null ? 0 : SpecDistances.distance(where + ", distance", distance);
        String parts = group.group(4);
        SpecNode node = parts == null ? USUAL : new SpecParts(where, USUAL).read(parts);
        if (count > 1 && !node.listed().isEmpty()) {
            throw TopologySpec.refuse(where + ", cpus",
                    "a list of CPUs belongs to one node; write a group for each of the " + count);
        }
        int first = group.group(1) == null ? -1 : Integer.parseInt(group.group(1));
        return new SpecGroup(first, count, node, far);
    }
}
