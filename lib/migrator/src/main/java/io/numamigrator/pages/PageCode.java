package io.numamigrator.pages;

/** The two bytes in which a report keeps a page: a node, a negative errno, a kind of absence, or that nobody looked. */
public final class PageCode {

    /** What the status array holds before a call: no node and no errno, so an entry that still has it was not written. */
    public static final int UNWRITTEN = 0x80808080;

    /** {@link #UNWRITTEN} in two bytes. */
    public static final short NOT_REACHED = (short) UNWRITTEN;

    public static final short ENOENT = (short) -2;
    public static final short EACCES = (short) -13;
    public static final short EBUSY = (short) -16;
    public static final short ENOMEM = (short) -12;
    public static final short EFAULT = (short) -14;

    /** Two codes for each kind of absence from here downwards, one for either answer: ENOENT, EFAULT. */
    private static final int FIRST_ABSENT = -0x1000;

    /** A page that was moved, then found on node n: this less n. */
    private static final int FIRST_FOUND = -0x2000;

    private static final int LAST_FOUND = FIRST_FOUND - 0xfff;

    private PageCode() {}

    /** Returns the code of an absence that the kernel answered with {@code answer}, ENOENT or EFAULT. */
    public static short absent(Enum<?> kind, short answer) {
        return (short) (FIRST_ABSENT - 2 * kind.ordinal() - (answer == EFAULT ? 1 : 0));
    }

    /** Tells whether a code is one of {@link #absent}. */
    public static boolean isAbsent(int code) {
        return code <= FIRST_ABSENT && code > FIRST_FOUND;
    }

    /** Tells whether the kernel's answer stands there yet for a page that it has not got, and nobody has asked why. */
    public static boolean isUnclassified(int code) {
        return code == ENOENT || code == EFAULT;
    }

    /** Returns the ordinal of the kind of absence that a code of {@link #absent} stands for. */
    public static int kind(int code) {
        return FIRST_ABSENT - code >> 1;
    }

    /** Returns the code of a page that was moved, then found on another node. */
    public static short foundElsewhere(int node) {
        return (short) (FIRST_FOUND - node);
    }

    public static boolean isFoundElsewhere(int code) {
        return code <= FIRST_FOUND && code >= LAST_FOUND;
    }

    /** Returns the node that a page is on, or -1 where none is known. */
    public static int node(int code) {
        return isFoundElsewhere(code) ? FIRST_FOUND - code : Math.max(code, -1);
    }

    /** Returns the negative errno that the kernel answered for a page without a node; other codes as they are. */
    public static int answer(int code) {
        return isAbsent(code) ? (FIRST_ABSENT - code & 1) != 0 ? EFAULT : ENOENT : code;
    }
}
