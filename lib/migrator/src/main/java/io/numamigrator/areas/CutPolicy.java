package io.numamigrator.areas;

import io.numamigrator.MemoryPolicy;
import io.numamigrator.MemoryPolicy.Mode;
import io.numamigrator.NodeSet;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads the policy of a line of numa_maps as the kernel left it: whole, cut off where its buffer ended, or of an unknown kind.
 *
 * <p>The kernel prints a policy into a buffer on its stack (fs/proc/task_mmu.c, show_numa_map: 64 bytes, 50 before Linux 3.13) and
 * drops what does not fit, in mid-number if it comes so. A text as long as the buffer may be cut, so the last number in it is not
 * taken for known. What costs the policy must not cost the counts after it: a mode or a flag that this library does not know
 * makes the policy incomplete, nothing more.
 *
 * @param room how many characters of a policy the kernel can write
 */
public record CutPolicy(int room) {

    /** From Linux 3.13 on. */
    public static final int ROOM = 63;

    /** Before Linux 3.13. */
    public static final int OLD_ROOM = 49;

    private static final String ENDS_OF_A_CUT = ":,-";

    /**
     * Read a policy.
     *
     * @throws IllegalArgumentException if what should be nodes is none; the message quotes it
     */
    public MemoryPolicy parse(String text) {
        if (!isCut(text) && isKnown(text)) {
            return MemoryPolicy.parse(text);
        }
        int nameEnd = nameEnd(text);
        Mode mode = mode(text.substring(0, nameEnd)).orElse(Mode.UNKNOWN);
        String rest = text.substring(nameEnd);
        int list = startOfNodes(rest);
        NodeSet nodes = list < 0 || mode == Mode.UNKNOWN ? NodeSet.empty() : nodes(rest.substring(list), isCut(text));
        return new MemoryPolicy(mode, nodes, flags(rest, list), OptionalInt.empty(), true);
    }

    private boolean isCut(String text) {
        return text.length() == room || !text.isEmpty() && ENDS_OF_A_CUT.indexOf(text.charAt(text.length() - 1)) >= 0;
    }

    private static boolean isKnown(String text) {
        int nameEnd = nameEnd(text);
        String rest = text.substring(nameEnd);
        int list = startOfNodes(rest);
        return mode(text.substring(0, nameEnd)).isPresent()
                && flagNames(rest, list).allMatch(name -> flag(name).isPresent());
    }

    /** Returns where the name of the mode ends; a large process has ten thousands of lines, so no pattern is compiled for it. */
    private static int nameEnd(String text) {
        int at = 0;
        while (at < text.length() && text.charAt(at) != '=' && text.charAt(at) != ':') {
            at++;
        }
        return at;
    }

    private static Optional<Mode> mode(String name) {
        return Arrays.stream(Mode.values()).filter(mode -> mode.text().equals(name)).findFirst();
    }

    private static Optional<MemoryPolicy.Flag> flag(String name) {
        return Arrays.stream(MemoryPolicy.Flag.values()).filter(flag -> flag.text().equals(name)).findFirst();
    }

    /** Return where the nodes begin in what follows the mode, or -1: after a colon, before Linux 2.6.26 after an equals sign. */
    private static int startOfNodes(String rest) {
        boolean old = rest.length() > 1 && rest.charAt(0) == '=' && Character.isDigit(rest.charAt(1));
        int colon = rest.indexOf(':');
        return old ? 1 : colon < 0 ? -1 : colon + 1;
    }

    private static Stream<String> flagNames(String rest, int list) {
        String flags = list < 0 ? rest : rest.substring(0, list - 1);
        return flags.isEmpty() ? Stream.empty() : Arrays.stream(flags.substring(1).split("\\|", -1));
    }

    private static Set<MemoryPolicy.Flag> flags(String rest, int list) {
        Set<MemoryPolicy.Flag> flags = EnumSet.noneOf(MemoryPolicy.Flag.class);
        flagNames(rest, list).map(CutPolicy::flag).flatMap(Optional::stream).forEach(flags::add);
        return flags;
    }

    /** Return the nodes of which a list that may be cut speaks for certain. */
    private static NodeSet nodes(String list, boolean cut) {
        if (!cut) {
            return NodeSet.parse(list);
        }
        int comma = list.lastIndexOf(',');
        String whole = comma < 0 ? "" : list.substring(0, comma);
        return NodeSet.parse(whole).plus(certainOf(list.substring(comma + 1)));
    }

    /** Of a range that may be cut its start is certain, and its end is at least what stands there; a lone number may lack digits. */
    private static NodeSet certainOf(String last) {
        int dash = last.indexOf('-');
        NodeSet first = NodeSet.parse(dash < 0 ? last : last.substring(0, dash));
        if (dash < 0) {
            return NodeSet.empty();
        }
        NodeSet end = NodeSet.parse(last.substring(dash + 1));
        return end.highest() < first.highest() ? first : NodeSet.parse(last);
    }
}
