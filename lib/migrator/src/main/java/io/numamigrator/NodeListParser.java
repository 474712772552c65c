package io.numamigrator;

import java.util.BitSet;

/** Reads the kernel's list text, {@code 0-1,3}, as it stands in /sys and /proc. */
final class NodeListParser {

    private NodeListParser() {}

    static BitSet parse(String list) {
        BitSet nodes = new BitSet();
        String text = list.strip();
        if (text.isEmpty()) {
            return nodes;
        }
        for (String item : text.split(",", -1)) {
            int dash = item.indexOf('-');
            int first = number(dash < 0 ? item : item.substring(0, dash), list);
            int last = dash < 0 ? first : number(item.substring(dash + 1), list);
            if (last < first) {
                throw refuse(list, "the range " + item + " descends");
            }
            nodes.set(first, last + 1);
        }
        return nodes;
    }

    private static int number(String digits, String list) {
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw refuse(list, "\"" + digits + "\" is not a number");
        }
        if (digits.length() > 5 || Integer.parseInt(digits) > NodeSet.MAX_NODE) {
            throw refuse(list, digits + " is above the highest node number, " + NodeSet.MAX_NODE);
        }
        return Integer.parseInt(digits);
    }

    private static IllegalArgumentException refuse(String list, String why) {
        return new IllegalArgumentException("node list \"" + list.strip() + "\": " + why + "; write it like 0-1,3");
    }
}
