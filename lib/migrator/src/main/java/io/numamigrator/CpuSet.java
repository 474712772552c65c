package io.numamigrator;

import io.numamigrator.kernel.ListText;
import java.util.BitSet;
import java.util.Objects;
import java.util.stream.IntStream;

/** A set of logical CPU numbers, immutable, written as the kernel writes lists: {@code 0-3,8-11}. */
public final class CpuSet {

    private final BitSet cpus;

    private CpuSet(BitSet cpus) {
        this.cpus = cpus;
    }

    /**
     * Returns the set that a list of the kernel names: {@code 0-3,8-11}; blank text is the empty set.
     *
     * @throws IllegalArgumentException if the text is no such list; the message quotes it
     */
    public static CpuSet parse(String list) {
        Objects.requireNonNull(list, "list");
        return new CpuSet(ListText.parse(list, "CPU"));
    }

    /** Returns whether the set holds {@code cpu}. */
    public boolean contains(int cpu) {
        return cpu >= 0 && cpus.get(cpu);
    }

    /** Returns the number of CPUs. */
    public int size() {
        return cpus.cardinality();
    }

    /** Returns whether there is no CPU in the set. */
    public boolean isEmpty() {
        return cpus.isEmpty();
    }

    /** Returns the CPUs, ascending. */
    public IntStream stream() {
        return cpus.stream();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CpuSet that && cpus.equals(that.cpus);
    }

    @Override
    public int hashCode() {
        return cpus.hashCode();
    }

    /** Returns the kernel's text: ascending, ranges with a dash, the empty set as empty text. */
    @Override
    public String toString() {
        return ListText.print(cpus);
    }
}
