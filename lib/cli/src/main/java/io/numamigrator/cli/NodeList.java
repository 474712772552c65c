package io.numamigrator.cli;

import io.numamigrator.NodeSet;
import io.numamigrator.NumaTopology;
import java.util.ArrayList;
import java.util.List;

/**
 * A list of nodes as numactl writes it: {@code 0-1,3}, {@code all}, {@code !2}, {@code +0-1} (libnuma, numa_parse_nodestring).
 *
 * <table>
 * <caption>Grammar</caption>
 * <tr><td>list</td><td>{@code [!][+]item{,item}}</td></tr>
 * <tr><td>item</td><td>a number, a range, or {@code all}, which has to be the last</td></tr>
 * <tr><td>number</td><td>decimal, {@code 0x} hexadecimal, a leading 0 octal</td></tr>
 * <tr><td>{@code all}</td><td>the nodes that this process is allowed</td></tr>
 * <tr><td>{@code +N}</td><td>the Nth of them, from 0 on</td></tr>
 * <tr><td>{@code !}</td><td>all online nodes but these</td></tr>
 * </table>
 *
 * <p>A node that does not exist is left to the kernel, which says so. Other than numactl, a range that descends is refused, and
 * devices, files and addresses ({@code netdev:}, {@code file:}) are not looked up.
 *
 * @param text what was given
 * @param others whether the nodes that are not named are meant
 * @param ranks whether numbers are ranks among the allowed nodes
 * @param all whether it ends with {@code all}
 * @param numbers nodes, or ranks
 */
record NodeList(String text, boolean others, boolean ranks, boolean all, NodeSet numbers) {

    /**
     * Read a list.
     *
     * @throws IllegalArgumentException if the text is none
     */
    static NodeList parse(String text) {
        String rest = text;
        boolean others = rest.startsWith("!");
        rest = others ? rest.substring(1) : rest;
        boolean ranks = rest.startsWith("+");
        rest = ranks ? rest.substring(1) : rest;
        boolean all = rest.equals("all") || rest.endsWith(",all");
        rest = all ? rest.substring(0, Math.max(0, rest.length() - ",all".length())) : rest;
        NodeSet numbers = NodeSet.empty();
        if (!all || !rest.isEmpty()) {
            for (String item : rest.split(",", -1)) {
                numbers = numbers.plus(item(item, ranks, text));
            }
        }
        return new NodeList(text, others, ranks, all, numbers);
    }

    private static NodeSet item(String item, boolean ranks, String text) {
        int dash = item.indexOf('-');
        int first = number(dash < 0 ? item : item.substring(0, dash), ranks, text);
        int last = dash < 0 ? first : number(item.substring(dash + 1), ranks, text);
        if (last < first) {
            throw refused(text, "the range " + item + " descends");
        }
        return NodeSet.parse(first + "-" + last);
    }

    /** Read a number as strtoul(3) does with base 0; before a rank the sign may be written again. */
    private static int number(String written, boolean ranks, String text) {
        String digits = written.stripLeading();
        digits = ranks && digits.startsWith("+") ? digits.substring(1) : digits;
        int base = 10;
        if (digits.matches("0[xX].+")) {
            digits = digits.substring(2);
            base = 16;
        } else if (digits.matches("0.+")) {
            digits = digits.substring(1);
            base = 8;
        }
        if (!digits.matches("[0-9a-fA-F]{1,9}")) {
            throw refused(text, "\"" + written + "\" is no node");
        }
        try {
            int number = Integer.parseUnsignedInt(digits, base);
            if (number < 0 || number > NodeSet.MAX_NODE) {
                throw refused(text, written + " is above the highest node number, " + NodeSet.MAX_NODE);
            }
            return number;
        } catch (NumberFormatException e) {
            throw refused(text, "\"" + written + "\" is no node");
        }
    }

    private static IllegalArgumentException refused(String text, String why) {
        return new IllegalArgumentException(
                "node list \"" + text + "\": " + why + "; write it like 0-1,3, all, !2 or +0-1");
    }

    /**
     * Return the nodes that are meant on a machine.
     *
     * @throws IllegalArgumentException if there is none, or fewer allowed nodes than a rank says
     */
    NodeSet on(NumaTopology topology) {
        NodeSet named = ranks ? ranked(topology.allowed()) : numbers;
        named = all ? named.plus(topology.allowed()) : named;
        NodeSet meant = others ? topology.online().minus(named) : named;
        if (meant.isEmpty()) {
            throw new IllegalArgumentException("node list \"" + text + "\": no node is left of " + topology.online());
        }
        return meant;
    }

    private NodeSet ranked(NodeSet allowed) {
        List<Integer> nodes = new ArrayList<>();
        allowed.forEach(nodes::add);
        if (numbers.highest() >= nodes.size()) {
            throw new IllegalArgumentException("node list \"" + text + "\": there is no rank " + numbers.highest()
                    + ", only 0-" + (nodes.size() - 1) + ", of the allowed nodes " + allowed);
        }
        return NodeSet.of(numbers.stream().map(nodes::get).toArray());
    }
}
