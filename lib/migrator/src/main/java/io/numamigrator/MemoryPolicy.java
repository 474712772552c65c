package io.numamigrator;

import java.util.EnumSet;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Where the kernel takes memory from when a page is touched first (set_mempolicy(2), mbind(2), numa(7)).
 *
 * <p>A policy moves nothing by itself. A contradictory one (BIND without nodes, STATIC with RELATIVE) can be written down; the
 * kernel refuses it with EINVAL.
 *
 * @param mode how a node is chosen
 * @param nodes the nodes to choose from; empty for DEFAULT and LOCAL
 * @param flags how the node numbers are interpreted
 * @param home the node whose neighbourhood is preferred (Linux 5.17, BIND and PREFERRED_MANY); never read back: the kernel
 *     does not tell it
 * @param incomplete whether there is more to the policy than is known: the kernel writes at most 63 characters of it into numa_maps (49
 *     before Linux 3.13) and cuts a longer list of nodes off, or its mode is {@link Mode#UNKNOWN}. The nodes that are named belong to
 *     it for certain, others may as well. Such a policy can be read, not set
 */
public record MemoryPolicy(Mode mode, NodeSet nodes, Set<Flag> flags, OptionalInt home, boolean incomplete) {

    /** How a node is chosen. */
    public enum Mode {
        /** No own policy: an area uses its thread's policy, a thread the system default (local). */
        DEFAULT(0, "default"),
        /** The one node while it has memory, then others by distance. */
        PREFERRED(1, "prefer"),
        /** Only these nodes, nearest first. */
        BIND(2, "bind"),
        /** These nodes in turn, page by page. */
        INTERLEAVE(3, "interleave"),
        /** The node of the CPU that touches the page (Linux 3.8). */
        LOCAL(4, "local"),
        /** These nodes while they have memory, then others (Linux 5.15). */
        PREFERRED_MANY(5, "prefer (many)"),
        /** These nodes in turn, each as often as its weight says (Linux 6.9). */
        // Not among the generated constants: they come from headers of Linux 6.1.
        WEIGHTED_INTERLEAVE(6, "weighted interleave"),
        /** A policy that the kernel itself calls unknown, or one that is younger than this library; it is read, never set. */
        UNKNOWN(-1, "unknown");

        private final int number;
        private final String text;

        Mode(int number, String text) {
            this.number = number;
            this.text = text;
        }

        /** Returns the number in linux/mempolicy.h. */
        public int number() {
            return number;
        }

        /** Returns the name in numa_maps. */
        public String text() {
            return text;
        }
    }

    /** How the node numbers of a policy are interpreted. */
    public enum Flag {
        /** Node numbers stay what they are when the cpuset changes (Linux 2.6.26). */
        STATIC_NODES(1 << 15, "static"),
        /** Node numbers are ranks among the allowed nodes (Linux 2.6.26). */
        RELATIVE_NODES(1 << 14, "relative"),
        /** Automatic balancing may move pages among the nodes (Linux 5.12 for BIND, 6.10 for PREFERRED_MANY). */
        NUMA_BALANCING(1 << 13, "balancing");

        private final int bit;
        private final String text;

        Flag(int bit, String text) {
            this.bit = bit;
            this.text = text;
        }

        /** Returns the bit in linux/mempolicy.h, or-ed to the mode. */
        public int bit() {
            return bit;
        }

        /** Returns the name in numa_maps. */
        public String text() {
            return text;
        }
    }

    /**
     * Creates a value with an unmodifiable copy of the flags.
     *
     * @throws IllegalArgumentException if a home node is given for a mode other than BIND and PREFERRED_MANY
     */
    public MemoryPolicy {
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(nodes, "nodes");
        Objects.requireNonNull(home, "home");
        flags = Set.copyOf(Objects.requireNonNull(flags, "flags"));
        if (home.isPresent() && mode != Mode.BIND && mode != Mode.PREFERRED_MANY) {
            throw new IllegalArgumentException("only BIND and PREFERRED_MANY can have a home node, not " + mode);
        }
        home.ifPresent(NodeSet::checked);
        incomplete |= mode == Mode.UNKNOWN;
    }

    /** Keep a policy of which everything is known, unless its mode is {@link Mode#UNKNOWN}. */
    public MemoryPolicy(Mode mode, NodeSet nodes, Set<Flag> flags, OptionalInt home) {
        this(mode, nodes, flags, home, false);
    }

    /** Returns the default policy (MPOL_DEFAULT): no own policy. */
    public static MemoryPolicy none() {
        return of(Mode.DEFAULT, NodeSet.empty());
    }

    /** Returns the policy to take memory from the node of the touching CPU. */
    public static MemoryPolicy local() {
        return of(Mode.LOCAL, NodeSet.empty());
    }

    /** Returns the policy to prefer one node. */
    public static MemoryPolicy preferred(int node) {
        return of(Mode.PREFERRED, NodeSet.of(node));
    }

    /** Returns the policy to prefer several nodes. */
    public static MemoryPolicy preferredMany(NodeSet nodes) {
        Objects.requireNonNull(nodes, "nodes");
        return of(Mode.PREFERRED_MANY, nodes);
    }

    /** Returns the policy to take memory from these nodes alone. */
    public static MemoryPolicy bind(NodeSet nodes) {
        Objects.requireNonNull(nodes, "nodes");
        return of(Mode.BIND, nodes);
    }

    /** Returns the policy to take memory from these nodes in turn. */
    public static MemoryPolicy interleave(NodeSet nodes) {
        Objects.requireNonNull(nodes, "nodes");
        return of(Mode.INTERLEAVE, nodes);
    }

    /** Returns the policy to take memory from these nodes in turn, by weight. */
    public static MemoryPolicy weightedInterleave(NodeSet nodes) {
        Objects.requireNonNull(nodes, "nodes");
        return of(Mode.WEIGHTED_INTERLEAVE, nodes);
    }

    private static MemoryPolicy of(Mode mode, NodeSet nodes) {
        return new MemoryPolicy(mode, nodes, Set.of(), OptionalInt.empty());
    }

    /** Returns this policy with node numbers that a change of the cpuset does not remap. */
    public MemoryPolicy staticNodes() {
        return with(Flag.STATIC_NODES);
    }

    /** Returns this policy with node numbers that are ranks among the allowed nodes. */
    public MemoryPolicy relativeNodes() {
        return with(Flag.RELATIVE_NODES);
    }

    /** Returns this policy with automatic balancing among its nodes. */
    public MemoryPolicy balancing() {
        return with(Flag.NUMA_BALANCING);
    }

    private MemoryPolicy with(Flag flag) {
        Set<Flag> more = EnumSet.of(flag);
        more.addAll(flags);
        return new MemoryPolicy(mode, nodes, more, home, incomplete);
    }

    /**
     * Returns this policy with a home node: memory comes from the node nearest to it (set_mempolicy_home_node(2)).
     *
     * @throws IllegalArgumentException if the mode is neither BIND nor PREFERRED_MANY
     */
    public MemoryPolicy homeNode(int node) {
        return new MemoryPolicy(mode, nodes, flags, OptionalInt.of(node), incomplete);
    }

    /** Returns the nodes that new pages come from; none if they come from wherever the touching thread runs. */
    public NodeSet source() {
        return switch (mode) {
            case DEFAULT, LOCAL, UNKNOWN -> NodeSet.empty();
            case PREFERRED, BIND, INTERLEAVE, PREFERRED_MANY, WEIGHTED_INTERLEAVE -> nodes;
        };
    }

    /** Returns what this policy does with new pages: {@code takes new pages from node 0 and no other}. */
    public String effect() {
        String named = (source().size() == 1 ? "node " : "nodes ") + source() + (incomplete ? " and more" : "");
        return switch (mode) {
            case BIND -> "takes new pages from " + named + " and no other";
            case PREFERRED, PREFERRED_MANY -> "takes new pages from " + named + " while there is memory";
            case INTERLEAVE, WEIGHTED_INTERLEAVE -> "deals new pages out to " + named + " in turn";
            case DEFAULT, LOCAL -> "takes new pages from the node of the CPU that touches them";
            case UNKNOWN -> "is one that this library does not know";
        };
    }

    /**
     * Returns the policy that the text of numa_maps names: {@code bind=static:0-1}, {@code prefer (many):0,2}.
     *
     * @throws IllegalArgumentException if the text is no policy; the message quotes it
     */
    public static MemoryPolicy parse(String text) {
        Objects.requireNonNull(text, "text");
        return PolicyText.parse(text);
    }

    /**
     * Returns the text of numa_maps: {@code bind=static:0-1}, {@code prefer (many):0,2}.
     *
     * <p>A home node follows the text, {@code bind:0-1 home=1}, and dots where the kernel cut the nodes off,
     * {@code bind:0,2,...}; the kernel has no text for either.
     */
    @Override
    public String toString() {
        return PolicyText.print(this);
    }
}
