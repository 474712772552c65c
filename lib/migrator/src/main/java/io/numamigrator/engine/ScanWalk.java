package io.numamigrator.engine;

import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import io.numamigrator.kernel.PageScan;
import io.numamigrator.pages.AddressList;
import io.numamigrator.pages.PageCode;
import io.numamigrator.pages.PageList;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Locates a run of neighbouring pages by scanning its page tables, then asks the kernel only where it must be asked.
 *
 * <p>Small pages that are all present gain nothing from a scan, so each window is probed first, and the windows that are
 * taken without a scan grow while the probes find nothing.
 */
final class ScanWalk {

    private static final int PROBE = 64;
    private static final int SHORTEST_PLAIN = 4096;
    private static final int WINDOW = 1 << 16;

    private static final PageList NOTHING = new AddressList(new long[0]);
    private static final short[] NOWHERE = {};

    private final Kernel kernel;
    private final CallFrame frame;
    private final int pageShift;
    private final int[] index;
    private final int[] span;

    private int pid;
    private PageList pages = NOTHING;
    private short[] out = NOWHERE;
    private @Nullable HugeSpans huge;
    private long base;
    private int from;
    private @Nullable SmallHugePools pools;
    private int pagesPerHuge;
    private int pending;
    private int asked;

    ScanWalk(Kernel kernel, CallFrame frame) {
        this.kernel = kernel;
        this.frame = frame;
        this.pageShift = Integer.numberOfTrailingZeros(kernel.pageSize());
        this.index = frame.pageOfEntry();
        this.span = frame.spanOfEntry();
    }

    /** Write the status of each page {@code i} of {@code [start, to)}, all neighbours, to {@code target[i]}. */
    void locate(int ofPid, PageList list, int start, int to, short[] target, @Nullable HugeSpans spans) {
        pid = ofPid;
        pages = list;
        out = target;
        huge = spans;
        from = start;
        base = list.address(start);
        pending = 0;
        pagesPerHuge = 0;
        try (@Nullable PageScan scan = kernel.openPageScan(frame, pid)) {
            if (scan == null) {
                askEach(start, to);
            } else {
                windows(scan, to);
            }
        } finally {
            pages = NOTHING;
            out = NOWHERE;
            huge = null;
        }
    }

    private void askEach(int at, int limit) {
        Query.askEach(kernel, frame, pid, pages, at, limit, out);
    }

    private void windows(PageScan scan, int to) {
        int plain = SHORTEST_PLAIN;
        boolean known = false;
        for (int at = from; at < to;) {
            Ahead ahead = known ? Ahead.SPARSE : probe(scan, at, at + Math.min(PROBE, to - at));
            if (ahead == Ahead.DENSE) {
                int limit = at + Math.min(plain, to - at);
                askEach(at, limit);
                at = limit;
                plain = Math.min(plain * 2, WINDOW);
            } else {
                int limit = at + Math.min(WINDOW, to - at);
                asked = 0;
                walk(scan, at, limit, ahead == Ahead.SPARSE);
                known = ahead == Ahead.SPARSE && asked < (limit - at) / 2;
                at = limit;
                plain = SHORTEST_PLAIN;
            }
        }
    }

    /** What the first pages of a window look like. */
    private enum Ahead {
        /** All present as small pages, or beyond scanning. */
        DENSE,
        /** With gaps. */
        SPARSE,
        /** Huge. */
        HUGE
    }

    private Ahead probe(PageScan scan, int at, int limit) {
        int regions = scan.scan(frame, address(at), address(limit), false);
        if (regions < 0) {
            return Ahead.DENSE;
        }
        if (regions > 0 && (scan.categories(0) & PageScan.HUGE) != 0) {
            return Ahead.HUGE;
        }
        boolean isDense = regions == 1
                && scan.categories(0) == PageScan.PRESENT
                && scan.start(0) == address(at)
                && scan.end(0) == address(limit);
        return isDense ? Ahead.DENSE : Ahead.SPARSE;
    }

    private void walk(PageScan scan, int at, int limit, boolean warm) {
        int next = at;
        while (next < limit) {
            int regions = scan.scan(frame, address(next), address(limit), warm);
            int stopped = regions < 0 ? next : page(scan.stoppedAt());
            if (stopped <= next) {
                next = eachPage(next, limit);
            } else {
                boolean gapsAreAbsent = scan.gapsAreAbsent();
                if (gapsAreAbsent) {
                    Arrays.fill(out, next, stopped, PageCode.ENOENT);
                }
                for (int i = 0; i < regions; i++) {
                    int start = page(scan.start(i));
                    next = region(scan, scan.categories(i), gapsAreAbsent ? start : eachPage(next, start),
                            page(scan.end(i)));
                }
                next = gapsAreAbsent ? stopped : eachPage(next, stopped);
            }
            flush();
        }
    }

    private int region(PageScan scan, int categories, int at, int limit) {
        if ((categories & PageScan.PRESENT) == 0 && scan.absentMeansEnoent()) {
            Arrays.fill(out, at, limit, PageCode.ENOENT);
            return limit;
        }
        return (categories & PageScan.HUGE) == 0 ? eachPage(at, limit) : eachHuge(at, limit);
    }

    private int eachPage(int at, int limit) {
        for (int i = at; i < limit;) {
            int n = Math.min(limit - i, CallFrame.CAPACITY - pending);
            askNeighbours(i, n);
            i += n;
        }
        return Math.max(at, limit);
    }

    private int eachHuge(int at, int limit) {
        if (pagesPerHuge == 0) {
            pagesPerHuge = fewestPagesOfHuge();
        }
        for (int i = at; i < limit;) {
            int intoHuge = (int) (address(i) >>> pageShift & (pagesPerHuge - 1));
            int length = Math.min(pagesPerHuge - intoHuge, limit - i);
            askHuge(i, length);
            if (huge != null) {
                huge.add(i, length);
            }
            i += length;
        }
        return limit;
    }

    private int fewestPagesOfHuge() {
        SmallHugePools known = pools;
        if (known == null) {
            known = SmallHugePools.of(kernel, kernel.pageSize());
            pools = known;
        }
        return (int) (known.smallest() >>> pageShift);
    }

    private void askNeighbours(int page, int n) {
        long first = address(page);
        for (int i = 0; i < n; i++) {
            frame.addressArray[pending + i] = first + ((long) i << pageShift);
            index[pending + i] = page + i;
        }
        pending += n;
        flushWhenFull();
    }

    /** Ask once for all pages under one huge entry; the complement of an index says that they have a span. */
    private void askHuge(int page, int length) {
        frame.addressArray[pending] = address(page);
        index[pending] = ~page;
        span[pending] = length;
        pending++;
        flushWhenFull();
    }

    private void flushWhenFull() {
        if (pending == CallFrame.CAPACITY) {
            flush();
        }
    }

    private void flush() {
        if (pending == 0) {
            return;
        }
        Query.ask(kernel, frame, pid, pending);
        asked += pending;
        for (int i = 0; i < pending; i++) {
            short status = (short) frame.statusArray[i];
            int page = index[i];
            if (page >= 0) {
                out[page] = status;
            } else {
                Arrays.fill(out, ~page, ~page + span[i], status);
            }
        }
        pending = 0;
    }

    private long address(int page) {
        return base + ((long) (page - from) << pageShift);
    }

    private int page(long address) {
        return from + (int) (address - base >> pageShift);
    }
}
