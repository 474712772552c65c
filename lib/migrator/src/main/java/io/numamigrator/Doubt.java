package io.numamigrator;

import io.numamigrator.kernel.CallFrame;
import java.util.Arrays;

/**
 * Entries of a move about which the kernel's answer does not tell the truth; they are asked for again.
 *
 * <p>Found elsewhere than on their target, they were refused; found there, they were moved whatever the answer was.
 */
final class Doubt {

    private final Mover mover;
    private final MoveGroup group;
    private final short refusal;
    private int[] entry = new int[16];
    private int count;

    /** Collect entries of a group; {@code refusal} is the reason given for those that turn out not to have moved. */
    Doubt(Mover mover, MoveGroup group, short refusal) {
        this.mover = mover;
        this.group = group;
        this.refusal = refusal;
    }

    void add(int groupEntry) {
        if (count == entry.length) {
            entry = Arrays.copyOf(entry, count * 2);
        }
        entry[count++] = groupEntry;
    }

    void resolve() {
        try {
            resolveSmall();
            resolveHuge();
        } catch (NumaException gone) {
            // The process ended or closed itself to us since the move: that, not a node, is the truth about its pages.
            for (int i = 0; i < count; i++) {
                fill(entry[i], (short) -gone.errno().number());
            }
        }
    }

    private void resolveSmall() {
        CallFrame frame = mover.frame();
        int n = 0;
        int[] asked = frame.pageOfEntry();
        for (int i = 0; i < count; i++) {
            if (group.span(entry[i]) == 1) {
                asked[n] = group.page(entry[i]);
                frame.addressArray[n] = mover.request().address(asked[n]);
                n++;
            }
        }
        if (n == 0) {
            return;
        }
        Query.ask(mover.kernel(), frame, mover.pid(), n);
        for (int i = 0; i < n; i++) {
            judge(asked[i], (short) frame.statusArray[i]);
        }
    }

    private void judge(int page, short now) {
        short said = mover.truth()[page];
        boolean elsewhere = now >= 0 && now != group.node();
        short why = said == group.node() ? Status.NOT_REACHED : refusal;
        mover.truth()[page] = elsewhere ? why : now;
    }

    /** Look again at every page of each huge entry: it may have been split, and its parts gone different ways. */
    private void resolveHuge() {
        for (int i = 0; i < count;) {
            if (group.span(entry[i]) == 1) {
                i++;
                continue;
            }
            int from = group.page(entry[i]);
            int behind = from;
            while (i < count && group.span(entry[i]) > 1 && group.page(entry[i]) == behind) {
                behind += group.span(entry[i++]);
            }
            lookAgain(from, behind);
        }
    }

    private void lookAgain(int from, int behind) {
        Request request = mover.request();
        for (int at = from; at < behind;) {
            int end = Math.min(behind, at + request.contiguous(at));
            short[] said = Arrays.copyOfRange(mover.truth(), at, end);
            mover.locator().scan(mover.pid(), request, at, end, mover.truth(), null);
            for (int page = at; page < end; page++) {
                short now = mover.truth()[page];
                mover.truth()[page] = said[page - at];
                judge(page, now);
            }
            at = end;
        }
    }

    private void fill(int groupEntry, short status) {
        int page = group.page(groupEntry);
        Arrays.fill(mover.truth(), page, page + group.span(groupEntry), status);
    }
}
