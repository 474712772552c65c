package io.numamigrator.kernel;

import java.lang.foreign.MemorySegment;

/** The system calls by which page tables are scanned: open, PAGEMAP_SCAN and close of {@code /proc/PID/pagemap}. */
public interface PageMapCalls {

    /** Returns the descriptor of {@code /proc/PID/pagemap}, opened for reading, or a negative errno; {@code pid} 0 is the caller. */
    long openPageMap(CallFrame frame, int pid);

    /**
     * Calls ioctl(2) with PAGEMAP_SCAN (linux/fs.h, Linux 6.7).
     *
     * @param argument {@code struct pm_scan_arg}: 12 × int64; its word {@code vec} holds an address inside {@code regions}
     * @param regions where the kernel writes {@code struct page_region}, 3 × int64 each; NULL if {@code vec} is 0
     * @return how many regions were written, or a negative errno: -ENOTTY before Linux 6.7
     */
    long scanPageMap(CallFrame frame, long descriptor, MemorySegment argument, MemorySegment regions);

    /**
     * Tells whether an open page map can be scanned without harm.
     *
     * <p>It is opened for a process without memory, too, a kernel thread or one that is ending. A scan of such a one fails inside the
     * kernel, with a null pointer, on Linux 6.7 to 6.15 unless the stable release has the remedy (upstream commit 65c66047259f); newer
     * kernels do not open it.
     */
    boolean isScannable(CallFrame frame, long descriptor);

    /** Closes the descriptor, whatever became of the memory that the frame holds; returns 0 or -EBADF. */
    long closePageMap(CallFrame frame, long descriptor);

    /** Tells whether a range of the calling process, from a page boundary on, is mapped without a hole. */
    boolean isMapped(CallFrame frame, long address, long length);

    /** Tells whether this kernel has PAGEMAP_SCAN: Linux 6.7. */
    boolean scansPageMaps();

    /** Tells whether move_pages(2) answers -ENOENT for every mapped address without a page: Linux 6.12. */
    boolean absentIsEnoent();
}
