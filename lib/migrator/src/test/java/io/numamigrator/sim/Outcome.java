package io.numamigrator.sim;

import io.numamigrator.Errno;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What a raw move_pages(2) answered: result, and statuses, {@code ·} for one that was not written. */
record Outcome(String result, String statuses) {

    static final int UNWRITTEN = 0x80808080;

    static Outcome of(long result, int[] statuses) {
        return new Outcome(name(result),
                Arrays.stream(statuses).mapToObj(Outcome::name).collect(Collectors.joining(" ")));
    }

    static String name(long value) {
        if (value == UNWRITTEN) {
            return "·";
        }
        return value < 0 && value > -134 ? "-" + Errno.of((int) value) : Long.toString(value);
    }

    @Override
    public String toString() {
        return result + " [" + statuses + "]";
    }
}
