package io.numamigrator.sim.machine;

import io.numamigrator.CpuSet;
import java.util.BitSet;
import java.util.Locale;
import java.util.stream.Collectors;

/** A set of CPUs or nodes as the kernel prints its bits: groups of 32 in hexadecimal, the highest first. */
public final class BitmapText {

    private static final int GROUP = 32;

    private BitmapText() {}

    /** Print the same as a list: {@code 0-3,8}. */
    public static String list(BitSet bits) {
        return CpuSet.parse(bits.stream().mapToObj(Integer::toString).collect(Collectors.joining(","))).toString();
    }

    /** Print {@code size} bits. */
    public static String of(BitSet bits, int size) {
        StringBuilder text = new StringBuilder();
        for (int from = (size - 1) / GROUP * GROUP; from >= 0; from -= GROUP) {
            int digits = (Math.min(GROUP, size - from) + 3) / 4;
            long group = 0;
            for (int bit = bits.nextSetBit(from); bit >= 0 && bit < from + GROUP; bit = bits.nextSetBit(bit + 1)) {
                group |= 1L << (bit - from);
            }
            text.append(text.isEmpty() ? "" : ",").append(String.format(Locale.ROOT, "%0" + digits + "x", group));
        }
        return text.toString();
    }
}
