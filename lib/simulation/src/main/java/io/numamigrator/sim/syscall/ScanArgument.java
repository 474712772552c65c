package io.numamigrator.sim.syscall;

import io.numamigrator.sim.machine.Geometry;
import io.numamigrator.sim.machine.NegativeErrno;
import io.numamigrator.sim.version.KernelVersion;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What PAGEMAP_SCAN is asked for: {@code struct pm_scan_arg} (linux/fs.h), twelve 64-bit words.
 *
 * @param end rounded up to a page
 * @param inverted categories that count as the opposite in both masks
 * @param mask categories that a page needs all of
 * @param anyOf categories that a page needs one of, unless there are none
 * @param returned categories that are told
 */
record ScanArgument(long size, long flags, long start, long end, long vector, long vectorLength, long mostPages,
        long inverted, long mask, long anyOf, long returned) {

    /** Bytes of the argument. */
    static final int BYTES = 96;

    /** Bytes of a region: start, end, categories. */
    static final int REGION_BYTES = 24;

    /** Write-protect what was found. */
    static final long WP_MATCHING = 1;

    /** Fail where an area has no asynchronous write protection by userfaultfd. */
    static final long CHECK_WPASYNC = 2;

    private static final int WALK_END = 4;

    /** Copies the argument in, which is accessible. */
    static ScanArgument read(MemorySegment argument, Geometry geometry) {
        long most = word(argument, 7);
        long page = geometry.pageSize();
        return new ScanArgument(word(argument, 0), word(argument, 1), word(argument, 2),
                word(argument, 3) + page - 1 & -page,
                word(argument, 5), word(argument, 6), most == 0 ? Long.MAX_VALUE : most, word(argument, 8),
                word(argument, 9),
                word(argument, 10), word(argument, 11));
    }

    private static long word(MemorySegment argument, int number) {
        return argument.get(ValueLayout.JAVA_LONG_UNALIGNED, number * 8L);
    }

    /** Writes back where the walk ended. */
    static void writeWalkEnd(MemorySegment argument, long walkEnd) {
        argument.set(ValueLayout.JAVA_LONG_UNALIGNED, WALK_END * 8L, walkEnd);
    }

    /** Returns what the kernel refuses it with before it looks at any page, 0 if it does not. */
    int refusal(KernelVersion kernel, Geometry geometry) {
        long asked = inverted | mask | anyOf | returned;
        if (size != BYTES || (flags & ~(WP_MATCHING | CHECK_WPASYNC)) != 0
                || (asked & ~PageCategories.known(kernel)) != 0 || (start & geometry.pageSize() - 1) != 0) {
            return NegativeErrno.EINVAL;
        }
        if (!isUserRange(start, end - start, geometry)) {
            return NegativeErrno.EFAULT;
        }
        if (vector == 0) {
            return vectorLength == 0 ? 0 : NegativeErrno.EINVAL;
        }
        long most = Long.divideUnsigned(-1, REGION_BYTES);
        boolean fits = Long.compareUnsigned(vectorLength, most) <= 0
                && isUserRange(vector, vectorLength * REGION_BYTES, geometry);
        return fits ? 0 : NegativeErrno.EFAULT;
    }

    private static boolean isUserRange(long from, long bytes, Geometry geometry) {
        long limit = geometry.taskSize();
        return from >= 0 && bytes >= 0 && from <= limit && bytes <= limit - from;
    }

    /** Tells whether the pages of an area may be looked at, for all that is known of the area itself. */
    boolean mayHold(long areaCategories) {
        long required = mask & PageCategories.WPALLOWED;
        return ((areaCategories ^ inverted) & required) == required;
    }

    /** Tells whether a page of these categories is one that was asked for. */
    boolean asksFor(long categories) {
        long seen = categories ^ inverted;
        return (seen & mask) == mask && (anyOf == 0 || (seen & anyOf) != 0);
    }

    /** Tells whether the kernel takes its short way, which looks at nothing but userfaultfd's mark. */
    boolean asksForWrittenAlone() {
        return anyOf == 0 && inverted == 0 && mask == PageCategories.WRITTEN && returned == PageCategories.WRITTEN;
    }
}
