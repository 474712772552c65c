package io.numamigrator;

import io.numamigrator.pages.PageCode;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the codes of a report mean: see {@link PageCode}. */
final class Status {

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
        if (PageCode.isAbsent(status)) {
            return ABSENT[PageCode.kind(status)];
        }
        if (PageCode.isFoundElsewhere(status)) {
            return new PageStatus.FoundElsewhere(PageCode.node(status));
        }
        return status == PageCode.NOT_REACHED ? NOT : new PageStatus.Refused(Errno.of(status));
    }

    static Absence kind(int code) {
        return ABSENT[PageCode.kind(code)].kind();
    }

    /** Tell whether nothing stands behind a page, so that it leaves a move complete. */
    static boolean isNothing(int code) {
        return PageCode.isAbsent(code) && kind(code).leavesComplete();
    }

    /** Return what a code is called in a line of counts. */
    static String name(int code) {
        if (PageCode.node(code) >= 0) {
            return of((short) code).toString();
        }
        return code == PageCode.NOT_REACHED
                ? "not reached"
                : PageCode.isAbsent(code) ? kind(code).text() : Errno.of(code).name();
    }
}
