package io.numamigrator.engine;

import io.numamigrator.NumaException;
import io.numamigrator.kernel.CallFrame;
import io.numamigrator.pages.MovePlan;
import io.numamigrator.pages.PageCode;
import java.util.Arrays;

/**
 * The second look at entries that a call has tried to move: where they are now is the truth, whatever the answer was.
 *
 * <p>It costs a thirtieth of a move and is never left out. The answer alone cannot be trusted even after a result of 0: Linux 6.12
 * splits a partly mapped huge page before it moves it and maps its pages of zeroes to the shared zero page, yet writes the node
 * for them.
 */
final class Verification {

    private final MoveInProgress move;
    private final MoveBatch group;
    private final int from;
    private final int limit;
    private final short refusal;

    /**
     * Prepare to look at the group's entries {@code [from, limit)}, whose answers stand in the move's truth.
     *
     * @param refusal the reason given for a page that did not move and got no answer of its own
     */
    Verification(MoveInProgress move, MoveBatch group, int from, int limit, short refusal) {
        this.move = move;
        this.group = group;
        this.from = from;
        this.limit = limit;
        this.refusal = refusal;
    }

    void run() {
        try {
            lookAtSmall();
            lookAtHuge();
        } catch (NumaException gone) {
            // The process ended or closed itself to us since the move: that, not a node, is the truth about its pages.
            group.each(from, limit, (_, count, page, span) -> Arrays.fill(move.truth(), page, page + count * span,
                    (short) -gone.errno().number()));
        }
    }

    private void lookAtSmall() {
        CallFrame frame = move.frame();
        int[] n = new int[1];
        group.each(from, limit, (_, count, page, span) -> {
            if (span == 1) {
                move.request().fill(page, count, frame.addressArray, n[0]);
                n[0] += count;
            }
        });
        if (n[0] == 0) {
            return;
        }
        Query.ask(move.kernel(), frame, move.pid(), n[0]);
        n[0] = 0;
        group.each(from, limit, (_, count, page, span) -> {
            if (span == 1) {
                for (int i = 0; i < count; i++) {
                    judge(page + i, (short) frame.statusArray[n[0] + i]);
                }
                n[0] += count;
            }
        });
    }

    private void judge(int page, short now) {
        short[] truth = move.truth();
        truth[page] = now < 0 || now == group.node() ? now : reason(truth[page], now);
    }

    /**
     * Say why a page is on another node.
     *
     * <p>One that the answer has on its target was moved, and somebody took it elsewhere since; one that was absent has come since.
     */
    private short reason(short said, short now) {
        if (said == PageCode.NOT_REACHED || said == PageCode.EBUSY) {
            return refusal;
        }
        return said >= 0 ? PageCode.foundElsewhere(now) : said == PageCode.ENOENT ? now : said;
    }

    /** Look at every page of each huge entry: it may have been split, and its parts gone different ways. */
    private void lookAtHuge() {
        int[] pending = new int[2];
        group.each(from, limit, (_, _, page, span) -> {
            if (span > 1 && page == pending[1]) {
                pending[1] = page + span;
            } else {
                lookAtNeighbours(pending[0], pending[1]);
                pending[0] = page;
                pending[1] = span > 1 ? page + span : page;
            }
        });
        lookAtNeighbours(pending[0], pending[1]);
    }

    private void lookAtNeighbours(int first, int end) {
        MovePlan request = move.request();
        for (int at = first; at < end;) {
            int stop = Math.min(end, at + request.contiguous(at));
            short[] said = Arrays.copyOfRange(move.truth(), at, stop);
            move.locator().scan(move.pid(), request, at, stop, move.truth(), null);
            for (int page = at; page < stop; page++) {
                short now = move.truth()[page];
                move.truth()[page] = said[page - at];
                judge(page, now);
            }
            at = stop;
        }
    }
}
