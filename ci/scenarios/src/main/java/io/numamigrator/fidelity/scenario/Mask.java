package io.numamigrator.fidelity.scenario;

import java.util.BitSet;
import java.util.List;

/**
 * A node mask as a call is given it.
 *
 * @param nodes bits that are set
 * @param maxNode what the call is told; it reads one bit less
 * @param at where it lies; elements are words of 64 bits
 */
public record Mask(List<Integer> nodes, long maxNode, Buffer at) {

    /** More words than any kernel of ours looks at without refusing. */
    private static final int MOST_WORDS = Layout.PAGE / Long.BYTES;

    public Mask {
        nodes = List.copyOf(nodes);
    }

    /** Return the words up to the one that the call reads last. */
    public long[] words() {
        long bits = maxNode - 1;
        long meant = bits < 0 ? MOST_WORDS : bits / Long.SIZE + (bits % Long.SIZE == 0 ? 0 : 1);
        BitSet set = new BitSet();
        nodes.forEach(set::set);
        long[] words = new long[(int) Math.min(MOST_WORDS, meant)];
        long[] used = set.toLongArray();
        System.arraycopy(used, 0, words, 0, Math.min(used.length, words.length));
        return words;
    }
}
