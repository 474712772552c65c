package io.numamigrator.engine;

import io.numamigrator.PoolShortage;
import io.numamigrator.kernel.CallFrame;
import io.numamigrator.pages.MovePlan;
import io.numamigrator.pages.PageCode;
import io.numamigrator.refusal.Refusals;
import java.util.Arrays;

/**
 * Moves one group to its node, call by call, until every entry has been tried or the kernel refuses to go on.
 *
 * <p>Which entries of a call with one target node were tried (SEMANTICS 1.4): all of them if the result is 0. Otherwise the kernel
 * ended the call at the first failed run. The entry that ended the run has a status, the run before it has none, and nothing after it
 * was tried; it comes first in the next call. Each entry that was tried is looked at again: see {@link Verification}.
 */
final class BatchMover {

    /** Base pages after which a call takes no more: 256 MiB of 4 KiB pages, about 0.1 s, which an interrupt can wait for. */
    private static final int MOST_PAGES = 1 << 16;

    /** So many hugetlb pages are tried in vain; the rest is not. */
    private static final int MOST_SHORTAGES = 64;

    private final MoveInProgress move;
    private final MoveBatch group;
    private final CallFrame frame;
    private int shortages;

    BatchMover(MoveInProgress move, MoveBatch group) {
        this.move = move;
        this.group = group;
        this.frame = move.frame();
    }

    void run() {
        int next = 0;
        while (next < group.count()) {
            if (move.checkInterrupt()) {
                mark(next, PageCode.NOT_REACHED);
                return;
            }
            int n = group.batch(next, CallFrame.CAPACITY, MOST_PAGES);
            if (move.knowsHugetlb()) {
                n = alike(next, n);
            }
            long result = submit(next, n);
            if (result < 0 && result != PageCode.ENOMEM) {
                refuse(next, n, (int) -result);
                return;
            }
            if (result == PageCode.ENOMEM && alike(next, n) < n) {
                // A hugetlb page may have ended the call before anything else was tried: once more, each such page by itself.
                continue;
            }
            if (result == PageCode.ENOMEM && hugetlbAt(next) > 0 && shortages < MOST_SHORTAGES) {
                next = lacking(next, n);
                continue;
            }
            int tried = result == 0 ? n : tried(n);
            settle(tried, next, result == PageCode.ENOMEM ? PageCode.ENOMEM : PageCode.EBUSY);
            next += tried;
            if (result == PageCode.ENOMEM) {
                mark(next, PageCode.NOT_REACHED);
                return;
            }
        }
    }

    private long address(int entry) {
        long[] address = new long[1];
        group.each(entry, entry + 1, (_, _, page, _) -> address[0] = move.request().address(page));
        return address[0];
    }

    private short truthOf(int entry) {
        short[] truth = new short[1];
        group.each(entry, entry + 1, (_, _, page, _) -> truth[0] = move.truth()[page]);
        return truth[0];
    }

    /** Return the size of the hugetlb page that an entry lies in; 0 if in none. */
    private long hugetlbAt(int entry) {
        return move.hugetlb().sizeAt(address(entry));
    }

    /** Return how many of {@code n} entries from {@code next} on lie in the same hugetlb page as the first, or in none as it does. */
    private int alike(int next, int n) {
        MovePlan request = move.request();
        HugetlbPages hugetlb = move.hugetlb();
        long first = pageOf(hugetlb, address(next));
        int[] end = {next + n};
        group.each(next, next + n, (entry, count, page, _) -> {
            for (int i = 0; i < count && entry + i < end[0]; i++) {
                if (pageOf(hugetlb, request.address(page + i)) != first) {
                    end[0] = entry + i;
                }
            }
        });
        return end[0] - next;
    }

    /** Return the first address of the hugetlb page that holds an address; -1 if none does. */
    private static long pageOf(HugetlbPages hugetlb, long address) {
        long size = hugetlb.sizeAt(address);
        return size == 0 ? -1 : address & -size;
    }

    /** Settle {@code n} entries of one hugetlb page that there is no room for, and those of its entries that follow; go on after them. */
    private int lacking(int next, int n) {
        settle(n, next, PageCode.ENOMEM);
        if (truthOf(next) != PageCode.ENOMEM) {
            return next + n;
        }
        long size = hugetlbAt(next);
        long page = address(next) & -size;
        // One page, one reason: for its tails Linux 3.19 to 6.6 says EACCES, others EBUSY.
        fill(next, n);
        int limit = next + n;
        while (limit < group.count() && address(limit) >= page && address(limit) < page + size) {
            int more = alike(limit, group.batch(limit, CallFrame.CAPACITY, MOST_PAGES));
            fill(limit, more);
            limit += more;
        }
        move.note(new PoolShortage(page, size, group.node()));
        shortages++;
        return limit;
    }

    private void fill(int from, int n) {
        group.each(from, from + n,
                (_, count, first, span) -> Arrays.fill(move.truth(), first, first + count * span, PageCode.ENOMEM));
    }

    private long submit(int next, int n) {
        group.each(next, next + n,
                (entry, count, page, _) -> move.request().fill(page, count, frame.addressArray, entry - next));
        long result = move.call(n, group.node());
        move.note(n, result);
        answers(next, n, move.raw());
        return result;
    }

    /** A call refused as a whole: thrown while nothing has been moved, from then on the answer for each page left. */
    private void refuse(int next, int n, int errno) {
        if (!move.hasBegun()) {
            throw Refusals.explainMove(move.kernel(), move.pid(), n, group.node(), move.scope(), errno);
        }
        mark(next, (short) -errno);
    }

    /** Return how many of the first {@code n} entries the kernel tried before it ended the call. */
    private int tried(int n) {
        boolean unwritten = false;
        for (int i = 0; i < n; i++) {
            if (frame.statusArray[i] == PageCode.UNWRITTEN) {
                unwritten = true;
            } else if (unwritten) {
                return i + 1;
            }
        }
        return n;
    }

    private void settle(int tried, int next, short refusal) {
        answers(next, tried, move.truth());
        new Verification(move, group, next, next + tried, refusal).run();
    }

    /** Write the answers to the first {@code n} entries of the call, which begins with entry {@code next}, to a column. */
    private void answers(int next, int n, short[] column) {
        int[] status = frame.statusArray;
        group.each(next, next + n, (entry, count, page, span) -> {
            if (span > 1) {
                Arrays.fill(column, page, page + span, (short) status[entry - next]);
            } else {
                for (int i = 0; i < count; i++) {
                    column[page + i] = (short) status[entry - next + i];
                }
            }
        });
    }

    private void mark(int next, short status) {
        group.each(next, group.count(),
                (_, count, page, span) -> Arrays.fill(move.truth(), page, page + count * span, status));
    }
}
