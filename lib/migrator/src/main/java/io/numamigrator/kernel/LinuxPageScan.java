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
final class LinuxPageScan implements PageScan {

    /** _IOWR('f', 16, struct pm_scan_arg of 96 bytes). */
    private static final long PAGEMAP_SCAN = 0xC0606610L;

    /** Never looked at: to tell it, the kernel reads each page's struct page, which the query that follows finds in the cache. */
    private static final long PAGE_IS_FILE = 1 << 2;

    private static final long PAGE_IS_PRESENT = 1 << 3;
    private static final long PAGE_IS_HUGE = 1 << 6;

    /** So few that what a scan brought into the cache is still there, and within reach of the TLB, when it is queried. */
    private static final int REGIONS = 512;

    /** Words of a region. */
    private static final int WORDS = 3;

    private static final long ARGUMENT_BYTES = 96;
    private static final long PATH_AT = 128;
    private static final long REGIONS_AT = 192;
    private static final long MEMORY = REGIONS_AT + REGIONS * WORDS * 8L;

    private final LinuxKernel kernel;
    private final CallFrame owner;
    private final MemorySegment memory;
    private final long[] regions = new long[REGIONS * WORDS];
    private final boolean absentMeansEnoent;
    private boolean gapsAreAbsent;
    private int pidOfPath = -1;
    private long descriptor;

    /** Prepare to scan with this frame, as often as wanted. */
    LinuxPageScan(LinuxKernel kernel, CallFrame owner) {
        this.kernel = kernel;
        this.owner = owner;
        this.memory = owner.allocate(MEMORY);
        this.absentMeansEnoent = kernel.isAtLeast(6, 12);
        put(0, ARGUMENT_BYTES);
        put(5, memory.address() + REGIONS_AT);
        put(6, REGIONS);
    }

    static @Nullable PageScan open(LinuxKernel kernel, CallFrame frame, int pid) {
        if (!kernel.isAtLeast(6, 7)) {
            return null;
        }
        if (pid != 0 && kernel.procView().misleads(pid)) {
            return null;
        }
        LinuxPageScan scan = frame.pageScan(kernel);
        return scan.open(pid) ? scan : null;
    }

    private boolean open(int pid) {
        if (pid != pidOfPath) {
            memory.setString(PATH_AT, (pid == 0 ? "/proc/self/" : kernel.procView().directory(pid)) + "pagemap");
            pidOfPath = pid;
        }
        descriptor = kernel.openReadOnly(owner, memory.address() + PATH_AT);
        return descriptor >= 0;
    }

    LinuxKernel kernel() {
        return kernel;
    }

    @Override
    public int scan(CallFrame frame, long start, long end, boolean warm) {
        gapsAreAbsent = absentMeansEnoent && pidOfPath == 0 && kernel.isMapped(owner, start, end - start);
        put(2, start);
        put(3, end);
        put(9, gapsAreAbsent ? PAGE_IS_PRESENT : 0);
        put(11, PAGE_IS_PRESENT | PAGE_IS_HUGE | (warm ? PAGE_IS_FILE : 0));
        int found = (int) kernel.ioctl(frame, descriptor, PAGEMAP_SCAN, memory.address());
        for (int at = 0; at < found * WORDS; at += CallFrame.PIECE) {
            int length = Math.min(CallFrame.PIECE, found * WORDS - at);
            MemorySegment.copy(memory, ValueLayout.JAVA_LONG, REGIONS_AT + at * 8L, regions, at, length);
        }
        return found;
    }

    private void put(int word, long value) {
        memory.setAtIndex(ValueLayout.JAVA_LONG, word, value);
    }

    @Override
    public boolean gapsAreAbsent() {
        return gapsAreAbsent;
    }

    @Override
    public long stoppedAt() {
        return memory.getAtIndex(ValueLayout.JAVA_LONG, 4);
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
        long found = regions[i * WORDS + 2];
        return ((found & PAGE_IS_PRESENT) != 0 ? PRESENT : 0) | ((found & PAGE_IS_HUGE) != 0 ? HUGE : 0);
    }

    @Override
    public boolean absentMeansEnoent() {
        return absentMeansEnoent;
    }

    @Override
    public void close() {
        kernel.closeDescriptor(owner, descriptor);
    }
}
