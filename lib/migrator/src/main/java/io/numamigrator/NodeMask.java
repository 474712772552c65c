package io.numamigrator;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Node masks in native memory, and the maxnode that goes with them.
 *
 * <p>The kernel reads {@code maxnode - 1} bits, one less than the manual says, so maxnode is the number of bits plus one.
 * It accepts 2 to 32769 (with pages of 4 KiB), and 1 as the empty mask.
 */
final class NodeMask {

    /** The most bits that the kernel takes: 8 pages of 4 KiB. */
    static final int MAX_BITS = 32768;

    private NodeMask() {}

    /** Write a mask of {@code bits} bits and return it. */
    static MemorySegment write(NodeSet nodes, int bits, MemorySegment into) {
        long[] words = nodes.toMask();
        into.asSlice(0, bytes(bits)).fill((byte) 0);
        MemorySegment.copy(words, 0, into, ValueLayout.JAVA_LONG, 0, words.length);
        return into;
    }

    /** Read a mask of {@code bits} bits. */
    static NodeSet read(MemorySegment mask, int bits) {
        return NodeSet.ofMask(mask.asSlice(0, bytes(bits)).toArray(ValueLayout.JAVA_LONG));
    }

    /** Return the bits that hold both sets. */
    static int bits(NodeSet one, NodeSet other) {
        return Math.max(one.highest(), other.highest()) + 1;
    }

    /** Return the size of the words that hold {@code bits} bits. */
    private static long bytes(int bits) {
        return (bits + 63) / 64 * 8L;
    }

    static long maxNode(int bits) {
        return bits + 1L;
    }
}
