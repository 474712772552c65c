package io.numamigrator.sim;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A group of a SPEC: nodes alike.
 *
 * @param count how many
 * @param node each of them
 * @param distance between each of them and every other node, 0 where nothing is said
 */
record SpecGroup(int count, SpecNode node, int distance) {

    private static final SpecNode USUAL = new SpecNode(1, 512L << 20, false, null);
    private static final Pattern GROUP =
            Pattern.compile("(?:(\\d{1,9})|(?:(\\d{1,9})x)?\\[([^\\[\\]]*)])(?:@(.*))?");

    static SpecGroup parse(String where, String text) {
        Matcher group = GROUP.matcher(text);
        if (!group.matches()) {
            throw TopologySpec.refuse(where, "\"" + text + "\" is neither a number of nodes, nor 2x[1cpu,512M],"
                    + " nor one of " + TopologySpec.presets());
        }
        String written = group.group(1) != null ? group.group(1) : group.group(2);
        int count = written == null ? 1 : Integer.parseInt(written);
        if (count < 1 || count > TopologySpec.MOST) {
            throw TopologySpec.refuse(where + ", count", count + " is not within 1 to " + TopologySpec.MOST);
        }
        String distance = group.group(4);
        int far = distance == null ? 0 : TopologySpec.distance(where + ", distance", distance);
        String parts = group.group(3);
        return new SpecGroup(count, parts == null ? USUAL : new SpecParts(where, USUAL).read(parts), far);
    }
}
