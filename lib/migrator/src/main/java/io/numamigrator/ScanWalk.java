package io.numamigrator;

import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.PageScan;
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
    private static final int WINDOW = 1 << 15;

    private final Locator locator;
    private final PageScan scan;
    private final CallFrame frame;
    private final PageList pages;
    private final long base;
    private final int from;
    private final int pageSize;
    private final int pagesPerHuge;
    private final int[] index;
    private final int[] span;
    private int pending;

    private ScanWalk(Locator locator, PageScan scan, int from) {
        this.locator = locator;
        this.scan = scan;
        this.frame = locator.frame();
        this.pages = locator.pages();
        this.from = from;
        this.base = pages.address(from);
        this.pageSize = locator.kernel().pageSize();
        this.pagesPerHuge = pageSize / 8;
        this.index = frame.pageOfEntry();
        this.span = frame.spanOfEntry();
    }

    static void locate(Locator locator, int from, int to) {
        try (@Nullable PageScan scan = locator.kernel().openPageScan(locator.frame(), locator.pid())) {
            if (scan == null) {
                locator.plain(from, to);
            } else {
                new ScanWalk(locator, scan, from).windows(to);
            }
        }
    }

    private void windows(int to) {
        int plain = SHORTEST_PLAIN;
        for (int at = from; at < to; ) {
            if (isDense(at, Math.min(at + PROBE, to))) {
                int behind = Math.min(at + plain, to);
                locator.plain(at, behind);
                at = behind;
                plain = Math.min(plain * 2, WINDOW);
            } else {
                int behind = Math.min(at + WINDOW, to);
                walk(at, behind);
                at = behind;
                plain = SHORTEST_PLAIN;
            }
        }
    }

    /** Tell whether all these pages are present as small pages, or cannot be scanned. */
    private boolean isDense(int at, int behind) {
        int regions = scan.scan(frame, address(at), address(behind));
        return regions < 0
                || regions == 1
                        && scan.categories(0) == PageScan.PRESENT
                        && scan.start(0) == address(at)
                        && scan.end(0) == address(behind);
    }

    private void walk(int at, int behind) {
        int next = at;
        while (next < behind) {
            int regions = scan.scan(frame, address(next), address(behind));
            int stopped = regions < 0 ? behind : page(scan.stoppedAt());
            for (int i = 0; i < regions; i++) {
                next = eachPage(next, page(scan.start(i)));
                next = region(scan.categories(i), next, page(scan.end(i)));
            }
            next = eachPage(next, Math.max(stopped, next + (regions <= 0 ? 1 : 0)));
        }
        flush();
    }

    private int region(int categories, int at, int behind) {
        if ((categories & PageScan.PRESENT) == 0 && scan.absentMeansEnoent()) {
            Arrays.fill(locator.out(), at, behind, Status.ENOENT);
            return behind;
        }
        return (categories & PageScan.HUGE) == 0 ? eachPage(at, behind) : eachHuge(at, behind);
    }

    private int eachPage(int at, int behind) {
        for (int i = at; i < behind; i++) {
            ask(i, 1);
        }
        return Math.max(at, behind);
    }

    private int eachHuge(int at, int behind) {
        for (int i = at; i < behind; ) {
            int intoHuge = (int) (address(i) / pageSize & (pagesPerHuge - 1));
            int length = Math.min(pagesPerHuge - intoHuge, behind - i);
            ask(i, length);
            HugeSpans huge = locator.huge();
            if (huge != null) {
                huge.add(i, length);
            }
            i += length;
        }
        return behind;
    }

    private void ask(int page, int length) {
        frame.addressArray[pending] = address(page);
        index[pending] = page;
        span[pending] = length;
        if (++pending == CallFrame.CAPACITY) {
            flush();
        }
    }

    private void flush() {
        if (pending == 0) {
            return;
        }
        locator.query().ask(pending);
        short[] out = locator.out();
        for (int i = 0; i < pending; i++) {
            short status = (short) frame.statusArray[i];
            if (span[i] == 1) {
                out[index[i]] = status;
            } else {
                Arrays.fill(out, index[i], index[i] + span[i], status);
            }
        }
        pending = 0;
    }

    private long address(int page) {
        return base + (long) (page - from) * pageSize;
    }

    private int page(long address) {
        return from + (int) ((address - base) / pageSize);
    }
}
