package io.numamigrator;

import io.numamigrator.kernel.CallFrame;
import java.util.Arrays;

/**
 * Moves one group to its node, call by call, until every entry has been tried or the kernel refuses to go on.
 *
 * <p>What an answer of move_pages(2) means for the entries of a call with one target node (SEMANTICS 1.4):
 *
 * <table>
 * <caption>Reading an answer</caption>
 * <tr><th>result</th><th>entry</th><th>meaning</th></tr>
 * <tr><td>0</td><td>written</td><td>the kernel's word holds, except EBUSY: a neighbour under the same huge page may have taken
 * it along, so it is asked again, and with it those for which a node was written: they may have vanished in a split</td></tr>
 * <tr><td>0</td><td>unwritten</td><td>in place before the call on Linux 4.17 to 5.4; asked again</td></tr>
 * <tr><td>&gt; 0, ENOMEM</td><td>unwritten, before a written one or with none behind it</td><td>tried: asked again, on another node
 * it was refused</td></tr>
 * <tr><td>&gt; 0</td><td>unwritten, behind a written one that has an unwritten one before it</td><td>not tried: comes first in
 * the next call</td></tr>
 * </table>
 */
final class GroupMove {

    /** Base pages a call may move: 256 MiB of 4 KiB pages, about 0.1 s. */
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
            int n = batch(next);
            long result = submit(next, n);
            if (result < 0 && result != Status.ENOMEM) {
                refuse(next, n, (int) -result);
                return;
            }
            int tried = result == 0 ? n : tried(n);
            settle(n, tried, next, result == Status.ENOMEM ? Status.ENOMEM : Status.EBUSY);
            next += tried;
            if (result == Status.ENOMEM) {
                mark(next, Status.NOT_REACHED);
                return;
            }
        }
    }

    /** Return how many entries the next call takes: what a frame holds, but no more pages than an interrupt can wait for. */
    private int batch(int next) {
        int n = 0;
        for (int pages = 0; n < CallFrame.CAPACITY && next + n < group.count() && pages < MOST_PAGES; n++) {
            pages += group.span(next + n);
        }
        return n;
    }

    private long submit(int next, int n) {
        Request request = mover.request();
        for (int i = 0; i < n; i++) {
            frame.addressArray[i] = request.address(group.page(next + i));
        }
        long result = mover.call(n, group.node());
        mover.note(n, result);
        for (int i = 0; i < n; i++) {
            set(mover.raw(), next + i, (short) frame.statusArray[i]);
        }
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

    private void settle(int n, int tried, int next, short refusal) {
        Doubt doubt = new Doubt(mover, group, refusal);
        boolean maybeSplit = anyBusyOrGone(tried);
        for (int i = next; i < next + tried; i++) {
            short status = (short) frame.statusArray[i - next];
            set(mover.truth(), i, status);
            boolean isOnNode = status == group.node();
            boolean tailsUnseen = isOnNode && (group.span(i) > 1 || maybeSplit);
            if (status == Status.NOT_REACHED || status == Status.EBUSY || tailsUnseen) {
                doubt.add(i);
            }
        }
        doubt.resolve();
    }

    /**
     * Tell whether an entry was busy, or gone although it was there before the call.
     *
     * <p>Both are seen when entries of a call share a folio. Linux 6.12 and later split one that is only partly mapped, and map
     * its pages of zeroes to the shared zero page: one for which a node was written has none any more.
     */
    private boolean anyBusyOrGone(int tried) {
        for (int i = 0; i < tried; i++) {
            int status = frame.statusArray[i];
            if (status == Status.EBUSY || status == Status.EFAULT || status == Status.ENOENT) {
                return true;
            }
        }
        return false;
    }

    private void set(short[] column, int i, short status) {
        Arrays.fill(column, group.page(i), group.page(i) + group.span(i), status);
    }

    private void mark(int next, short status) {
        for (int i = next; i < group.count(); i++) {
            set(mover.truth(), i, status);
        }
    }
}
