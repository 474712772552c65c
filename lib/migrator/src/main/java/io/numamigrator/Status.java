package io.numamigrator;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The two bytes in which a report keeps a page: a node, a negative errno, or that nobody looked. */
final class Status {

    /** What the status array holds before a call: no node and no errno, so an entry that still has it was not written. */
    static final int UNWRITTEN = 0x80808080;

    /** {@link #UNWRITTEN} in two bytes. */
    static final short NOT_REACHED = (short) UNWRITTEN;

    static final short ENOENT = (short) -2;
    static final short EACCES = (short) -13;
    static final short EBUSY = (short) -16;
    static final short ENOMEM = (short) -12;
    static final short EFAULT = (short) -14;

    /** Two codes for each kind of absence from here downwards, one for either answer: ENOENT, EFAULT. */
    private static final int FIRST_ABSENT = -0x1000;

    private static final int LAST_ABSENT = FIRST_ABSENT - 2 * Absence.values().length + 1;

    /** A page that was moved, then found on node n: this less n. */
    private static final int FIRST_FOUND = -0x2000;

    private static final int LAST_FOUND = FIRST_FOUND - 0xfff;

    private static final PageStatus.Absent[] ABSENT =
            Stream.of(Absence.values()).map(PageStatus.Absent::new).toArray(PageStatus.Absent[]::new);
    private static final PageStatus.NotReached NOT = new PageStatus.NotReached();
    private static final PageStatus.On[] ON =
            IntStream.range(0, 64).mapToObj(PageStatus.On::new).toArray(PageStatus.On[]::new);

    private Status() {}

    static PageStatus of(short status) {
        if (status >= 0) {
            return status < ON.length ? ON[status] : new PageStatus.On(status);
        }
        if (isAbsent(status)) {
            return ABSENT[kind(status).ordinal()];
        }
        if (isFoundElsewhere(status)) {
            return new PageStatus.FoundElsewhere(node(status));
        }
        return status == NOT_REACHED ? NOT : new PageStatus.Refused(Errno.of(status));
    }

    /** Return the code of an absence that the kernel answered with {@code answer}, ENOENT or EFAULT. */
    static short absent(Absence kind, short answer) {
        return (short) (FIRST_ABSENT - 2 * kind.ordinal() - (answer == EFAULT ? 1 : 0));
    }

    /** Tell whether a code is one of {@link #absent}. */
    static boolean isAbsent(int code) {
        return code <= FIRST_ABSENT && code >= LAST_ABSENT;
    }

    /** Tell whether the kernel's answer stands there yet for a page that it has not got, and nobody has asked why. */
    static boolean isUnclassified(int code) {
        return code == ENOENT || code == EFAULT;
    }

    static Absence kind(int code) {
        return Absence.values()[FIRST_ABSENT - code >> 1];
    }

    /** Tell whether nothing stands behind a page, so that it leaves a move complete. */
    static boolean isNothing(int code) {
        return isAbsent(code) && kind(code).leavesComplete();
    }

    /** Return the code of a page that was moved, then found on another node. */
    static short foundElsewhere(int node) {
        return (short) (FIRST_FOUND - node);
    }

    static boolean isFoundElsewhere(int code) {
        return code <= FIRST_FOUND && code >= LAST_FOUND;
    }

    /** Return the node that a page is on, or -1 where none is known. */
    static int node(int code) {
        return isFoundElsewhere(code) ? FIRST_FOUND - code : Math.max(code, -1);
    }

    /** Return the negative errno that the kernel answered for a page without a node; other codes as they are. */
    static int answer(int code) {
        return isAbsent(code) ? (FIRST_ABSENT - code & 1) != 0 ? EFAULT : ENOENT : code;
    }

    /** Return what a code is called in a line of counts. */
    static String name(int code) {
        if (node(code) >= 0) {
            return of((short) code).toString();
        }
        return code == NOT_REACHED ? "not reached" : isAbsent(code) ? kind(code).text() : Errno.of(code).name();
    }
}
