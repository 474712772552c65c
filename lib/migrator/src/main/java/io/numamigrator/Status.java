package io.numamigrator;

import java.util.stream.IntStream;

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

    private static final PageStatus.NotReached NOT = new PageStatus.NotReached();
    private static final PageStatus.On[] ON =
            IntStream.range(0, 64).mapToObj(PageStatus.On::new).toArray(PageStatus.On[]::new);

    private Status() {}

    static PageStatus of(short status) {
        if (status >= 0) {
            return status < ON.length ? ON[status] : new PageStatus.On(status);
        }
        return status == NOT_REACHED ? NOT : new PageStatus.Refused(Errno.of(status));
    }
}
