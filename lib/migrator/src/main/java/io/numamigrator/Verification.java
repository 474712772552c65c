package io.numamigrator;

import io.numamigrator.kernel.CallFrame;
import java.util.Arrays;

/**
 * The second look at entries that a call has tried to move: where they are now is the truth, whatever the answer was.
 *
 * <p>It costs a thirtieth of a move and is never left out. The answer alone cannot be trusted even after a result of 0: Linux 6.12
 * splits a partly mapped huge page before it moves it and maps its pages of zeroes to the shared zero page, yet writes the node
 * for them.
 */
final class Verification {

    private final Mover mover;
    private final MoveGroup group;
    private final int from;
    private final int behind;
    private final short refusal;

    /**
     * Prepare to look at the group's entries {@code [from, behind)}, whose answers stand in the mover's truth.
     *
     * @param refusal the reason given for a page that did not move and got no answer of its own
     */
    Verification(Mover mover, MoveGroup group, int from, int behind, short refusal) {
        this.mover = mover;
        this.group = group;
        this.from = from;
        this.behind = behind;
        this.refusal = refusal;
    }

    void run() {
        try {
            lookAtSmall();
            lookAtHuge();
        } catch (NumaException gone) {
            // The process ended or closed itself to us since the move: that, not a node, is the truth about its pages.
            for (int i = from; i < behind; i++) {
                Arrays.fill(mover.truth(), group.page(i), group.page(i) + group.span(i),
                        (short) -gone.errno().number());
            }
        }
    }

    private void lookAtSmall() {
        CallFrame frame = mover.frame();
        int[] asked = frame.pageOfEntry();
        int n = 0;
        for (int i = from; i < behind; i++) {
            if (group.span(i) == 1) {
                asked[n] = group.page(i);
                frame.addressArray[n] = mover.request().address(asked[n]);
                n++;
            }
        }
        if (n > 0) {
            Query.ask(mover.kernel(), frame, mover.pid(), n);
        }
        for (int i = 0; i < n; i++) {
            judge(asked[i], (short) frame.statusArray[i]);
        }
    }

    private void judge(int page, short now) {
        short said = mover.truth()[page];
        boolean elsewhere = now >= 0 && now != group.node();
        mover.truth()[page] = elsewhere ? reason(said) : now;
    }

    /** Say why a page is still elsewhere; one that the answer has on its target was part of a folio that came apart. */
    private short reason(short said) {
        if (said == Status.NOT_REACHED || said == Status.EBUSY) {
            return refusal;
        }
        return said >= 0 ? Status.NOT_REACHED : said;
    }

    /** Look at every page of each huge entry: it may have been split, and its parts gone different ways. */
    private void lookAtHuge() {
        for (int i = from; i < behind;) {
            if (group.span(i) == 1) {
                i++;
                continue;
            }
            int first = group.page(i);
            int end = first;
            while (i < behind && group.span(i) > 1 && group.page(i) == end) {
                end += group.span(i++);
            }
            lookAtNeighbours(first, end);
        }
    }

    private void lookAtNeighbours(int first, int end) {
        Request request = mover.request();
        for (int at = first; at < end;) {
            int stop = Math.min(end, at + request.contiguous(at));
            short[] said = Arrays.copyOfRange(mover.truth(), at, stop);
            mover.locator().scan(mover.pid(), request, at, stop, mover.truth(), null);
            for (int page = at; page < stop; page++) {
                short now = mover.truth()[page];
                mover.truth()[page] = said[page - at];
                judge(page, now);
            }
            at = stop;
        }
    }
}
