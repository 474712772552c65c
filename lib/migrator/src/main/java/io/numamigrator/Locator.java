package io.numamigrator;

import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
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
    private final int pid;
    private final Query query;
    private final PageList pages;
    private final short[] out;
    private final @Nullable HugeSpans huge;
    private final int scanFrom;

    /** Prepare to write the status of each page to {@code out}, and the huge entries found to {@code huge}. */
    Locator(Kernel kernel, CallFrame frame, int pid, PageList pages, short[] out, @Nullable HugeSpans huge) {
        this.kernel = kernel;
        this.frame = frame;
        this.pid = pid;
        this.query = new Query(kernel, frame, pid);
        this.pages = pages;
        this.out = out;
        this.huge = huge;
        this.scanFrom = huge == null ? SCAN_FROM : SCAN_FROM_BEFORE_MOVE;
    }

    void locate(int from, int to) {
        if (pages instanceof AddressList) {
            plain(from, to);
            return;
        }
        for (int i = from; i < to; ) {
            int run = Math.min(pages.contiguous(i), to - i);
            if (run >= scanFrom) {
                ScanWalk.locate(this, i, i + run);
                i += run;
            } else {
                int behind = endOfShortRuns(i, to);
                plain(i, behind);
                i = behind;
            }
        }
    }

    private int endOfShortRuns(int from, int to) {
        int behind = from;
        while (behind < to && behind - from < CallFrame.CAPACITY) {
            int run = pages.contiguous(behind);
            if (run >= scanFrom) {
                return behind;
            }
            behind = Math.min(behind + run, to);
        }
        return behind;
    }

    /** Ask the kernel for every page of {@code [from, to)}. */
    void plain(int from, int to) {
        for (int at = from; at < to; at += CallFrame.CAPACITY) {
            int n = Math.min(CallFrame.CAPACITY, to - at);
            pages.fill(at, n, frame.addressArray);
            query.ask(n);
            for (int i = 0; i < n; i++) {
                out[at + i] = (short) frame.statusArray[i];
            }
        }
    }

    Kernel kernel() {
        return kernel;
    }

    CallFrame frame() {
        return frame;
    }

    int pid() {
        return pid;
    }

    Query query() {
        return query;
    }

    PageList pages() {
        return pages;
    }

    short[] out() {
        return out;
    }

    @Nullable HugeSpans huge() {
        return huge;
    }
}
