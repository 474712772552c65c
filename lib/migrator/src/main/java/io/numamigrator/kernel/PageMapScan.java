package io.numamigrator.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * PAGEMAP_SCAN, the ioctl of {@code /proc/PID/pagemap} (linux/fs.h, Linux 6.7).
 *
 * <p>Its argument is twelve 64-bit words; a region is three: start, end, categories. Where the process is this one and the
 * range has no hole, only present pages are reported: reporting an absent page takes the kernel ten times as long as passing it.
 */
public final class PageMapScan implements PageScan {

    /** Never looked at: to tell it, the kernel reads each page's struct page, which the query that follows finds in the cache. */
    private static final long PAGE_IS_FILE = 1 << 2;

    private static final long PAGE_IS_PRESENT = 1 << 3;
    private static final long PAGE_IS_HUGE = 1 << 6;

    /**
     * So few that what a scan brought into the cache is still there, and within reach of the TLB, when it is queried.
     *
     * <p>The kernel collects 512 at most at a time. For more it starts again, and then where it stopped is no longer told right.
     */
    private static final int REGIONS = 512;

    /** Words of a region. */
    private static final int WORDS = 3;

    private static final long ARGUMENT_BYTES = 96;
    private static final long REGIONS_AT = 128;
    private static final long REGIONS_BYTES = REGIONS * WORDS * 8L;

    private final PageMapCalls kernel;
    private final CallFrame owner;
    private final MemorySegment argument;
    private final MemorySegment found;
    private final long[] regions = new long[REGIONS * WORDS];
    private final boolean absentMeansEnoent;
    private boolean gapsAreAbsent;
    private int pid;
    private long descriptor;

    /** Prepares to scan with this frame, as often as wanted. */
    PageMapScan(PageMapCalls kernel, CallFrame owner) {
        this.kernel = kernel;
        this.owner = owner;
        MemorySegment memory = owner.allocate(REGIONS_AT + REGIONS_BYTES);
        this.argument = memory.asSlice(0, ARGUMENT_BYTES);
        this.found = memory.asSlice(REGIONS_AT, REGIONS_BYTES);
        this.absentMeansEnoent = kernel.absentIsEnoent();
        put(0, ARGUMENT_BYTES);
        put(5, found.address());
        put(6, REGIONS);
    }

    /** Returns the scan of a frame, opened for a process; null where the kernel has none or does not let it be opened. */
    public static @Nullable PageScan open(PageMapCalls kernel, CallFrame frame, int pid) {
        return kernel.scansPageMaps() && frame.pageScan(kernel).open(pid) ? frame.pageScan(kernel) : null;
    }

    private boolean open(int ofPid) {
        pid = ofPid;
        descriptor = kernel.openPageMap(owner, ofPid);
        if (descriptor >= 0 && pid != 0 && !kernel.isScannable(owner, descriptor)) {
            kernel.closePageMap(owner, descriptor);
            return false;
        }
        return descriptor >= 0;
    }

    PageMapCalls kernel() {
        return kernel;
    }

    @Override
    public int scan(CallFrame frame, long start, long end, boolean warm) {
        gapsAreAbsent = absentMeansEnoent && pid == 0 && kernel.isMapped(owner, start, end - start);
        put(2, start);
        put(3, end);
        put(9, gapsAreAbsent ? PAGE_IS_PRESENT : 0);
        put(11, PAGE_IS_PRESENT | PAGE_IS_HUGE | (warm ? PAGE_IS_FILE : 0));
        int count = (int) kernel.scanPageMap(frame, descriptor, argument, found);
        for (int at = 0; at < count * WORDS; at += CallFrame.PIECE) {
            int length = Math.min(CallFrame.PIECE, count * WORDS - at);
            MemorySegment.copy(found, ValueLayout.JAVA_LONG, at * 8L, regions, at, length);
        }
        return count;
    }

    private void put(int word, long value) {
        argument.setAtIndex(ValueLayout.JAVA_LONG, word, value);
    }

    @Override
    public boolean gapsAreAbsent() {
        return gapsAreAbsent;
    }

    @Override
    public long stoppedAt() {
        return argument.getAtIndex(ValueLayout.JAVA_LONG, 4);
    }

    @Override
    public long start(int i) {
        return regions[i * WORDS];
    }

    @Override
    public long end(int i) {
        return regions[i * WORDS + 1];
    }

    @Override
    public int categories(int i) {
        long bits = regions[i * WORDS + 2];
        return ((bits & PAGE_IS_PRESENT) != 0 ? PRESENT : 0) | ((bits & PAGE_IS_HUGE) != 0 ? HUGE : 0);
    }

    @Override
    public boolean absentMeansEnoent() {
        return absentMeansEnoent;
    }

    @Override
    public void close() {
        kernel.closePageMap(owner, descriptor);
    }
}
