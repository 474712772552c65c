package io.numamigrator;

import io.numamigrator.kernel.CallFrame;
import java.util.Arrays;

/**
 * Moves one group to its node, call by call, until every entry has been tried or the kernel refuses to go on.
 *
 * <p>Which entries of a call with one target node were tried (SEMANTICS 1.4): all of them if the result is 0. Otherwise the kernel
 * ended the call at the first failed run. The entry that ended the run has a status, the run before it has none, and nothing behind it
 * was tried; it comes first in the next call. Each entry that was tried is looked at again: see {@link Verification}.
 */
final class GroupMove {

    /** Base pages after which a call takes no more: 256 MiB of 4 KiB pages, about 0.1 s, which an interrupt can wait for. */
    private static final int MOST_PAGES = 1 << 16;

    private final Mover mover;
    private final MoveGroup group;
    private final CallFrame frame;

    GroupMove(Mover mover, MoveGroup group) {
        this.mover = mover;
        this.group = group;
        this.frame = mover.frame();
    }

    void run() {
        int next = 0;
        while (next < group.count()) {
            if (mover.checkInterrupt()) {
                mark(next, Status.NOT_REACHED);
                return;
            }
            int n = group.batch(next, CallFrame.CAPACITY, MOST_PAGES);
            long result = submit(next, n);
            if (result < 0 && result != Status.ENOMEM) {
                refuse(next, n, (int) -result);
                return;
            }
            int tried = result == 0 ? n : tried(n);
            settle(tried, next, result == Status.ENOMEM ? Status.ENOMEM : Status.EBUSY);
            next += tried;
            if (result == Status.ENOMEM) {
                mark(next, Status.NOT_REACHED);
                return;
            }
        }
    }

    private long submit(int next, int n) {
        group.each(next, next + n,
                (entry, count, page, _) -> mover.request().fill(page, count, frame.addressArray, entry - next));
        long result = mover.call(n, group.node());
        mover.note(n, result);
        answers(next, n, mover.raw());
        return result;
    }

    /** A call refused as a whole: thrown while nothing has been moved, from then on the answer for each page left. */
    private void refuse(int next, int n, int errno) {
        if (!mover.hasBegun()) {
            throw Refusals.explainMove(mover.kernel(), mover.pid(), n, group.node(), errno);
        }
        mark(next, (short) -errno);
    }

    /** Return how many of the first {@code n} entries the kernel tried before it ended the call. */
    private int tried(int n) {
        boolean unwritten = false;
        for (int i = 0; i < n; i++) {
            if (frame.statusArray[i] == Status.UNWRITTEN) {
                unwritten = true;
            } else if (unwritten) {
                return i + 1;
            }
        }
        return n;
    }

    private void settle(int tried, int next, short refusal) {
        answers(next, tried, mover.truth());
        new Verification(mover, group, next, next + tried, refusal).run();
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
                (_, count, page, span) -> Arrays.fill(mover.truth(), page, page + count * span, status));
    }
}
