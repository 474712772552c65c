package io.numamigrator;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a kernel answered to move_pages(2).
 *
 * @param result what the call returned, or a negative errno
 * @param status a node or a negative errno for each entry, {@link #UNWRITTEN} where the kernel wrote nothing
 */
record Answer(long result, List<Integer> status) {

    /** No kernel writes this status. */
    static final int UNWRITTEN = -12345;

    static Answer of(long result, int... status) {
        return new Answer(result, Arrays.stream(status).boxed().toList());
    }

    /** A call that failed with this errno. */
    static Answer failed(Errno errno, int... status) {
        return of(-errno.number(), status);
    }

    /** Return for example {@code ENODEV [1, 1, ·, EFAULT]}. */
    @Override
    public String toString() {
        String statuses = status.stream().map(Answer::name).collect(Collectors.joining(", ", "[", "]"));
        return name(result) + " " + statuses;
    }

    private static String name(long code) {
        if (code == UNWRITTEN) {
            return "·";
        }
        return code >= 0 ? String.valueOf(code) : Errno.of((int) -code).name();
    }
}
