package io.numamigrator;

import io.numamigrator.MemoryPolicy.Flag;
import io.numamigrator.MemoryPolicy.Mode;
import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The text of a policy in numa_maps: mode, {@code =} flags, {@code :} nodes; before Linux 2.6.26 mode {@code =} nodes.
 *
 * <p>The home node is ours: the kernel keeps it to itself, we add {@code home=N} after a blank. So are the dots after nodes of which
 * the kernel cut some off. What the kernel itself cut is read with the rest of numa_maps.
 */
final class PolicyText {

    private static final String HOME = " home=";
    private static final String MORE = "...";

    private PolicyText() {}

    static String print(MemoryPolicy policy) {
        StringBuilder text = new StringBuilder(policy.mode().text());
        char before = '=';
        for (Flag flag : Flag.values()) {
            if (policy.flags().contains(flag)) {
                text.append(before).append(flag.text());
                before = '|';
            }
        }
        boolean cut = policy.incomplete() && policy.mode() != Mode.UNKNOWN;
        if (!policy.nodes().isEmpty() || cut) {
            text.append(':').append(policy.nodes());
        }
        if (cut) {
            text.append(policy.nodes().isEmpty() ? "" : ",").append(MORE);
        }
        policy.home().ifPresent(node -> text.append(HOME).append(node));
        return text.toString();
    }

    static MemoryPolicy parse(String text) {
        try {
            int home = text.indexOf(HOME);
            String kernels = home < 0 ? text : text.substring(0, home);
            OptionalInt homeNode =
                    home < 0
                            ? OptionalInt.empty()
                            : OptionalInt.of(Integer.parseInt(text.substring(home + HOME.length())));
            boolean cut = kernels.endsWith(MORE);
            return parse(cut ? kernels.substring(0, kernels.length() - MORE.length()) : kernels, homeNode, cut);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "memory policy \"" + text + "\": " + e.getMessage() + "; write it like bind=static:0-1", e);
        }
    }

    private static MemoryPolicy parse(String text, OptionalInt home, boolean cut) {
        int nameEnd = nameEnd(text);
        Mode mode = mode(text.substring(0, nameEnd));
        String rest = text.substring(nameEnd);
        if (rest.length() > 1 && rest.charAt(0) == '=' && Character.isDigit(rest.charAt(1))) {
            return new MemoryPolicy(mode, nodes(rest.substring(1), cut), Set.of(), home, cut);
        }
        int colon = rest.indexOf(':');
        NodeSet nodes = colon < 0 ? NodeSet.empty() : nodes(rest.substring(colon + 1), cut);
        return new MemoryPolicy(mode, nodes, flags(colon < 0 ? rest : rest.substring(0, colon)), home, cut);
    }

    private static NodeSet nodes(String list, boolean cut) {
        return NodeSet.parse(cut && list.endsWith(",") ? list.substring(0, list.length() - 1) : list);
    }

    /** Return where the name of the mode ends. */
    private static int nameEnd(String text) {
        int at = 0;
        while (at < text.length() && text.charAt(at) != '=' && text.charAt(at) != ':') {
            at++;
        }
        return at;
    }

    private static Mode mode(String name) {
        for (Mode mode : Mode.values()) {
            if (mode.text().equals(name)) {
                return mode;
            }
        }
        throw new IllegalArgumentException("no mode is called \"" + name + "\"");
    }

    private static Set<Flag> flags(String text) {
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        if (!text.isEmpty()) {
            for (String name : text.substring(1).split("\\|", -1)) {
                flags.add(flag(name));
            }
        }
        return flags;
    }

    private static Flag flag(String name) {
        for (Flag flag : Flag.values()) {
            if (flag.text().equals(name)) {
                return flag;
            }
        }
        throw new IllegalArgumentException("no flag is called \"" + name + "\"");
    }
}
