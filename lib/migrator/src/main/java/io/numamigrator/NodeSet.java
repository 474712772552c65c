package io.numamigrator;

import io.numamigrator.kernel.ListText;
import java.util.BitSet;
import java.util.Iterator;
import java.util.Objects;
import java.util.stream.IntStream;

/** A set of NUMA node numbers, immutable, written as the kernel writes lists: {@code 0-1,3}. */
public final class NodeSet implements Iterable<Integer> {

    /** The highest node number a set can hold: the kernel reads at most 8 pages of mask bits, 32768 of them. */
    public static final int MAX_NODE = ListText.MAX;

    private static final NodeSet EMPTY = new NodeSet(new BitSet());

    private final BitSet nodes;

    private NodeSet(BitSet nodes) {
        this.nodes = nodes;
    }

    /** Returns the set without nodes. */
    public static NodeSet empty() {
        return EMPTY;
    }

    /**
     * Returns the set of these nodes.
     *
     * @throws IllegalArgumentException if a node is negative or above {@link #MAX_NODE}
     */
    public static NodeSet of(int... nodes) {
        Objects.requireNonNull(nodes, "nodes");
        BitSet bits = new BitSet();
        for (int node : nodes) {
            bits.set(checked(node));
        }
        return new NodeSet(bits);
    }

    /**
     * Returns the set that a list of the kernel names: {@code 0-1,3}; blank text is the empty set.
     *
     * @throws IllegalArgumentException if the text is no such list; the message quotes it
     */
    public static NodeSet parse(String list) {
        Objects.requireNonNull(list, "list");
        return new NodeSet(ListText.parse(list, "node"));
    }

    static int checked(int node) {
        if (node < 0 || node > MAX_NODE) {
            throw new IllegalArgumentException("node " + node + " is outside 0-" + MAX_NODE);
        }
        return node;
    }

    /** Returns whether the set holds {@code node}. */
    public boolean contains(int node) {
        return node >= 0 && nodes.get(node);
    }

    /** Returns whether the set holds every node of {@code other}. */
    public boolean containsAll(NodeSet other) {
        Objects.requireNonNull(other, "other");
        return other.minus(this).isEmpty();
    }

    /** Returns the number of nodes. */
    public int size() {
        return nodes.cardinality();
    }

    /** Returns whether there is no node in the set. */
    public boolean isEmpty() {
        return nodes.isEmpty();
    }

    /** Returns the highest node, or -1 of the empty set. */
    public int highest() {
        return nodes.length() - 1;
    }

    /** Returns the nodes of this set and of {@code other}. */
    public NodeSet plus(NodeSet other) {
        Objects.requireNonNull(other, "other");
        BitSet bits = (BitSet) nodes.clone();
        bits.or(other.nodes);
        return new NodeSet(bits);
    }

    /** Returns the nodes of this set that are not in {@code other}. */
    public NodeSet minus(NodeSet other) {
        Objects.requireNonNull(other, "other");
        BitSet bits = (BitSet) nodes.clone();
        bits.andNot(other.nodes);
        return new NodeSet(bits);
    }

    /** Returns the nodes that both sets hold. */
    public NodeSet intersect(NodeSet other) {
        Objects.requireNonNull(other, "other");
        BitSet bits = (BitSet) nodes.clone();
        bits.and(other.nodes);
        return new NodeSet(bits);
    }

    /** Returns the nodes, ascending. */
    public IntStream stream() {
        return nodes.stream();
    }

    @Override
    public Iterator<Integer> iterator() {
        return nodes.stream().iterator();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NodeSet that && nodes.equals(that.nodes);
    }

    @Override
    public int hashCode() {
        return nodes.hashCode();
    }

    /** Returns the kernel's text: ascending, ranges with a dash, the empty set as empty text. */
    @Override
    public String toString() {
        return ListText.print(nodes);
    }
}
