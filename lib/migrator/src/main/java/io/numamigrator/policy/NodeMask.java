package io.numamigrator.policy;

import io.numamigrator.NodeSet;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;

/**
 * Node masks in native memory, and the maxnode that goes with them.
 *
 * <p>The kernel reads {@code maxnode - 1} bits, one less than the manual says, so maxnode is the number of bits plus one.
 * It accepts 2 to 32769 (with pages of 4 KiB), and 1 as the empty mask.
 */
public final class NodeMask {

    /** The most bits that the kernel takes: 8 pages of 4 KiB. */
    public static final int MAX_BITS = 32768;

    private NodeMask() {}

    /** Write a mask of {@code bits} bits and return it. */
    public static MemorySegment write(NodeSet nodes, int bits, MemorySegment into) {
        long[] words = words(nodes);
        into.asSlice(0, bytes(bits)).fill((byte) 0);
        MemorySegment.copy(words, 0, into, ValueLayout.JAVA_LONG, 0, words.length);
        return into;
    }

    /** Read a mask of {@code bits} bits. */
    public static NodeSet read(MemorySegment mask, int bits) {
        return ofWords(mask.asSlice(0, bytes(bits)).toArray(ValueLayout.JAVA_LONG));
    }

    /** Returns the set of a mask in words of 64 bits, least significant node first. */
    public static NodeSet ofWords(long... mask) {
        return NodeSet.of(BitSet.valueOf(mask).stream().toArray());
    }

    /** Returns the words of the mask of a set, as few as hold it. */
    public static long[] words(NodeSet nodes) {
        BitSet bits = new BitSet();
        nodes.stream().forEach(bits::set);
        return bits.toLongArray();
    }

    /** Return the bits that hold both sets. */
    public static int bits(NodeSet one, NodeSet other) {
        return Math.max(one.highest(), other.highest()) + 1;
    }

    /** Return the size of the words that hold {@code bits} bits. */
    private static long bytes(int bits) {
        return (bits + 63) / 64 * 8L;
    }

    public static long maxNode(int bits) {
        return bits + 1L;
    }
}
