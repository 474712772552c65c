package io.numamigrator.sim.mm;

import io.numamigrator.sim.machine.Geometry;
import io.numamigrator.sim.mm.Backing.Anonymous;
import io.numamigrator.sim.mm.Backing.Hugetlb;
import io.numamigrator.sim.policy.Policy;
import org.jspecify.annotations.Nullable;

/**
 * A virtual memory area: addresses {@code [start, end)} with one backing, one protection, one policy.
 *
 * @param offset number of the first page in the file; of anonymous memory, the page number of {@code start}
 * @param shared whether writes are seen by all who map the file
 * @param protection bits of {@link #READ}, {@link #WRITE}, {@link #EXECUTE}
 * @param policy the area's own policy, null if it has none
 * @param locked mlock(2), MAP_LOCKED
 * @param huge transparent huge pages: MADV_HUGEPAGE, MADV_NOHUGEPAGE or neither
 * @param anonVma number of what its own pages hang on (the kernel's anon_vma), 0 while it has had none; negative if it came from a parent
 * @param name what /proc/PID/maps shows: a path, {@code [heap]}, {@code [stack]} or empty
 */
public record Vma(
        long start,
        long end,
        Backing backing,
        long offset,
        boolean shared,
        int protection,
        @Nullable Policy policy,
        boolean locked,
        HugeAdvice huge,
        int anonVma,
        String name) {

    public static final int READ = 1;
    public static final int WRITE = 2;
    public static final int EXECUTE = 4;
    public static final int READ_WRITE = READ | WRITE;

    /** What madvise(2) said about huge pages. */
    public enum HugeAdvice {
        NONE,
        HUGE,
        NO_HUGE
    }

    /** Make an area that has had no page of its own yet. */
    public Vma(long start, long end, Backing backing, long offset, boolean shared, int protection,
            @Nullable Policy policy,
            boolean locked, HugeAdvice huge, String name) {
        this(start, end, backing, offset, shared, protection, policy, locked, huge, 0, name);
    }

    public static Vma anonymous(long start, long end, Geometry geometry) {
        return new Vma(start, end, Backing.ANONYMOUS, geometry.page(start), false, READ_WRITE, null, false,
                HugeAdvice.NONE, "");
    }

    boolean contains(long address) {
        return Long.compareUnsigned(address - start, end - start) < 0;
    }

    /** Return the end of the part below an address, which may lie above all that a process has. */
    public long endBelow(long address) {
        return Long.compareUnsigned(address, end) < 0 ? address : end;
    }

    public boolean isAnonymous() {
        return backing instanceof Anonymous;
    }

    public boolean isHugetlb() {
        return backing instanceof Hugetlb;
    }

    public boolean isAccessible() {
        return protection != 0;
    }

    /** Return the number of a page's place in what is mapped: its index in the file. */
    public long indexOf(long page, Geometry geometry) {
        return offset + page - geometry.page(start);
    }

    /**
     * Returns the number by which interleaving deals a folio of {@code 2^order} base pages that begins at a page.
     *
     * <p>The area's place in what is mapped and the page's place in the area are rounded down each by itself: in an area that does not
     * begin on a multiple of the folio's size the sum is one less than the place of the folio, rounded down (all kernels; measured on
     * 6.12.117).
     */
    public long interleaveIndex(long page, int order, Geometry geometry) {
        return (offset >>> order) + (page - geometry.page(start) >>> order);
    }

    /** Return the part of this area inside {@code [from, to)}. */
    Vma part(long from, long to, Geometry geometry) {
        long first = Math.max(start, from);
        return new Vma(first, Math.min(end, to), backing, offset + geometry.page(first - start), shared, protection,
                policy, locked, huge, anonVma, name);
    }

    public Vma withPolicy(@Nullable Policy other) {
        return new Vma(start, end, backing, offset, shared, protection, other, locked, huge, anonVma, name);
    }

    Vma withProtection(int other) {
        return new Vma(start, end, backing, offset, shared, other, policy, locked, huge, anonVma, name);
    }

    public Vma withLocked(boolean other) {
        return new Vma(start, end, backing, offset, shared, protection, policy, other, huge, anonVma, name);
    }

    public Vma withHuge(HugeAdvice other) {
        return new Vma(start, end, backing, offset, shared, protection, policy, locked, other, anonVma, name);
    }

    Vma withAnonVma(int number) {
        return new Vma(start, end, backing, offset, shared, protection, policy, locked, huge, number, name);
    }

    boolean hasAnonVma() {
        return anonVma != 0;
    }

    /** Tell whether {@code next} continues this area, so that the two may be one; areas of hugetlb pages stay apart. */
    boolean continues(Vma next, Geometry geometry) {
        return end == next.start && !isHugetlb()
                && next.equals(new Vma(next.start, next.end, backing, offset + geometry.page(end - start), shared,
                        protection, policy, locked, huge, next.anonVma, name));
    }

    /** Tell whether this area, which is as it was, may take over one without pages of its own: what its own hang on came from no parent. */
    boolean takesOver(Vma changed) {
        return anonVma == changed.anonVma || anonVma > 0 && changed.anonVma == 0;
    }

    /** Tell whether {@code next} may hang its own pages on what this area's hang on: they differ in protection at most. */
    boolean lendsAnonVma(Vma next, Geometry geometry) {
        return anonVma > 0 && continues(next.withProtection(protection), geometry);
    }

    Vma joined(Vma next) {
        return new Vma(start, next.end, backing, offset, shared, protection, policy, locked, huge,
                anonVma == 0 ? next.anonVma : anonVma, name);
    }
}
