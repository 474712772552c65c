package io.numamigrator.kernel;

import java.util.BitSet;

/** The kernel's list text, {@code 0-1,3}, as it stands in /sys and /proc for nodes and for CPUs. */
public final class ListText {

    /** The highest number a list may hold: the kernel reads at most 8 pages of mask bits, 32768 of them. */
    public static final int MAX = 32767;

    private static final int GROUP = 32;

    private ListText() {}

    /** Read a list of things called {@code noun}. */
    public static BitSet parse(String list, String noun) {
        BitSet numbers = new BitSet();
        String text = list.strip();
        if (text.isEmpty()) {
            return numbers;
        }
        for (String item : text.split(",", -1)) {
            int dash = item.indexOf('-');
            int first = number(dash < 0 ? item : item.substring(0, dash), list, noun);
            int last = dash < 0 ? first : number(item.substring(dash + 1), list, noun);
            if (last < first) {
                throw refuse(list, noun, "the range " + item + " descends");
            }
            numbers.set(first, last + 1);
        }
        return numbers;
    }

    /**
     * Read a mask of the kernel, groups of 32 bits in hexadecimal, the highest first: {@code 00000000,0000002b}.
     *
     * <p>Lists came with Linux 2.6.26; before, there were masks alone.
     */
    static BitSet parseMask(String mask, String noun) {
        BitSet numbers = new BitSet();
        String[] groups = mask.strip().split(",", -1);
        for (int i = 0; i < groups.length; i++) {
            String group = groups[groups.length - 1 - i];
            if (!group.matches("[0-9a-f]{1,8}") || groups.length > (MAX + 1) / GROUP) {
                throw new IllegalArgumentException(noun + " mask \"" + mask.strip() + "\": \"" + group
                        + "\" is no group of 32 bits; write it like 00000000,0000002b");
            }
            long bits = Long.parseLong(group, 16);
            for (int bit = 0; bit < GROUP; bit++) {
                numbers.set(i * GROUP + bit, (bits >> bit & 1) != 0);
            }
        }
        return numbers;
    }

    private static int number(String digits, String list, String noun) {
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw refuse(list, noun, "\"" + digits + "\" is not a number");
        }
        if (digits.length() > 5 || Integer.parseInt(digits) > MAX) {
            throw refuse(list, noun, digits + " is above the highest " + noun + " number, " + MAX);
        }
        return Integer.parseInt(digits);
    }

    private static IllegalArgumentException refuse(String list, String noun, String why) {
        return new IllegalArgumentException(
                noun + " list \"" + list.strip() + "\": " + why + "; write it like 0-1,3");
    }

    /** Write a list: ascending, ranges with a dash, nothing as empty text. */
    public static String print(BitSet numbers) {
        StringBuilder text = new StringBuilder();
        for (int first = numbers.nextSetBit(0); first >= 0;) {
            int limit = numbers.nextClearBit(first);
            text.append(text.isEmpty() ? "" : ",").append(first);
            if (limit - 1 > first) {
                text.append('-').append(limit - 1);
            }
            first = numbers.nextSetBit(limit);
        }
        return text.toString();
    }

    /** Returns the list that names what a mask names. */
    public static String ofMask(String mask, String noun) {
        return print(parseMask(mask, noun));
    }
}
