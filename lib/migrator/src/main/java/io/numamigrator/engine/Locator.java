package io.numamigrator.engine;

import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import io.numamigrator.pages.AddressList;
import io.numamigrator.pages.PageList;
import org.jspecify.annotations.Nullable;

/**
 * Finds out where pages live: long runs of neighbours by scanning the page tables first, everything else by plain query.
 *
 * <p>Asking the kernel for the node of an address costs about 46 ns. A scan tells for a tenth of that which addresses hold a
 * page at all, and which stand under one huge entry, where one question answers for 512 pages.
 */
final class Locator {

    /** From this many neighbouring pages on a scan is tried; its fixed price is below 3 % of a query of that length. */
    private static final int SCAN_FROM = 2048;

    /** The same before a move, which gains more from knowing huge pages than a query does. */
    private static final int SCAN_FROM_BEFORE_MOVE = 512;

    private final Kernel kernel;
    private final CallFrame frame;
    private @Nullable ScanWalk walk;

    /** Prepare to locate with this frame, as often as wanted. */
    Locator(Kernel kernel, CallFrame frame) {
        this.kernel = kernel;
        this.frame = frame;
    }

    CallFrame frame() {
        return frame;
    }

    /** Write the status of each page {@code i} of {@code [from, to)} to {@code out[i]}, and the huge entries to {@code huge}. */
    void locate(int pid, PageList pages, int from, int to, short[] out, @Nullable HugeSpans huge) {
        int scanFrom = huge == null ? SCAN_FROM : SCAN_FROM_BEFORE_MOVE;
        if (to - from < scanFrom || pages instanceof AddressList) {
            Query.askEach(kernel, frame, pid, pages, from, to, out);
            return;
        }
        for (int i = from; i < to;) {
            int run = Math.min(pages.contiguous(i), to - i);
            int limit = run >= scanFrom ? i + run : endOfShortRuns(pages, i, to, scanFrom);
            if (run >= scanFrom) {
                scan(pid, pages, i, limit, out, huge);
            } else {
                Query.askEach(kernel, frame, pid, pages, i, limit, out);
            }
            i = limit;
        }
    }

    private static int endOfShortRuns(PageList pages, int from, int to, int scanFrom) {
        int limit = from;
        while (limit < to && limit - from < CallFrame.CAPACITY) {
            int run = pages.contiguous(limit);
            if (run >= scanFrom) {
                return limit;
            }
            limit = Math.min(limit + run, to);
        }
        return limit;
    }

    /** Do the same by a scan, however short the range is; all its pages are neighbours. */
    void scan(int pid, PageList pages, int from, int to, short[] out, @Nullable HugeSpans huge) {
        ScanWalk own = walk;
        if (own == null) {
            own = new ScanWalk(kernel, frame);
            walk = own;
        }
        own.locate(pid, pages, from, to, out, huge);
    }
}
