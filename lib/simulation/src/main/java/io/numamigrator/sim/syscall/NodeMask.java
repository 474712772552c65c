package io.numamigrator.sim.syscall;

import io.numamigrator.NodeSet;
import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.machine.NegativeErrno;
import io.numamigrator.sim.version.KernelSwitch;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A node mask as user space passes it: SEMANTICS 2.1.
 *
 * <p>The kernel reads {@code maxNode - 1} bits, least significant node first.
 */
final class NodeMask {

    private static final int WORD = Long.SIZE;

    private final Machine machine;
    private final MemorySegment mask;
    private final long bits;
    private int error;
    private @Nullable NodeSet nodes;

    private NodeMask(Machine machine, MemorySegment mask, long maxNode) {
        this.machine = machine;
        this.mask = mask;
        this.bits = maxNode - 1;
    }

    /** Read a mask; afterwards either {@link #error()} is not 0 or {@link #nodes()} is there. */
    static NodeMask read(Machine machine, MemorySegment mask, long maxNode) {
        NodeMask read = new NodeMask(machine, mask, maxNode);
        read.error = read.read();
        return read;
    }

    int error() {
        return error;
    }

    NodeSet nodes() {
        NodeSet present = nodes;
        if (present == null) {
            throw new IllegalStateException("the mask could not be read: " + error);
        }
        return present;
    }

    private int read() {
        if (bits == 0 || UserArray.isNull(mask)) {
            nodes = NodeSet.empty();
            return 0;
        }
        if (Long.compareUnsigned(bits, 8L * machine.geometry().pageSize()) > 0) {
            return NegativeErrno.EINVAL;
        }
        int words = (int) ((bits + WORD - 1) / WORD);
        int known = (machine.spec().maxNodes() + WORD - 1) / WORD;
        int excess = checkExcess(known, words);
        if (excess != 0) {
            return excess;
        }
        long[] values = new long[Math.min(words, known)];
        for (int word = 0; word < values.length; word++) {
            if (!isReadable(word)) {
                return NegativeErrno.EFAULT;
            }
            values[word] = word(word);
        }
        return take(BitSet.valueOf(values));
    }

    /** Check the words that no node has a bit in, from the last down since 5.15, upwards before. */
    private int checkExcess(int known, int words) {
        boolean down = machine.kernel().has(KernelSwitch.MASK_CHECKED_FROM_THE_END);
        for (int i = known; i < words; i++) {
            int word = down ? words - 1 - (i - known) : i;
            if (!isReadable(word)) {
                return NegativeErrno.EFAULT;
            }
            if (word(word) != 0) {
                return NegativeErrno.EINVAL;
            }
        }
        return 0;
    }

    private int take(BitSet found) {
        int most = machine.spec().maxNodes();
        if (found.length() > most) {
            if (!machine.kernel().has(KernelSwitch.LAST_WORD_UNCHECKED)) {
                return NegativeErrno.EINVAL;
            }
            found.clear(most, found.length());
        }
        nodes = NodeSet.of(found.stream().toArray());
        return 0;
    }

    private boolean isReadable(int word) {
        return mask.byteSize() >= (word + 1L) * Long.BYTES;
    }

    /** Return a word without the bits from {@code maxNode - 1} on. */
    private long word(int word) {
        long value = mask.get(ValueLayout.JAVA_LONG_UNALIGNED, word * (long) Long.BYTES);
        long meant = bits - word * (long) WORD;
        return meant >= WORD ? value : value & (1L << meant) - 1;
    }
}
