package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.PageStatus.NotReached;
import io.numamigrator.PageStatus.On;
import io.numamigrator.PageStatus.Refused;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;

/** Compares what a move is said to have done with where the pages are. */
final class Truth {

    private Truth() {}

    /** Check a result page by page; only pages for which {@code excused} holds may be elsewhere than asked. */
    static void check(Laboratory lab, MoveResult result, LongPredicate excused) {
        check(lab::places, result, excused);
    }

    static void check(Looking looking, MoveResult result, LongPredicate excused) {
        long[] addresses = IntStream.range(0, result.pages()).mapToLong(result.report()::address).toArray();
        int[] places = looking.places(addresses);
        int onTarget = 0;
        for (int i = 0; i < places.length; i++) {
            check(result, i, places[i]);
            boolean there = places[i] == result.target(i);
            onTarget += there ? 1 : 0;
            if (places[i] >= 0 && !there) {
                assertThat(excused.test(addresses[i])).as("nothing keeps %s in place", page(result, i, places[i]))
                        .isTrue();
            }
        }
        assertThat(result.moved() + result.alreadyThere()).as(result.toString()).isEqualTo(onTarget);
    }

    /** Finds the nodes of pages. */
    interface Looking {
        int[] places(long... addresses);
    }

    private static void check(MoveResult result, int i, int place) {
        String page = page(result, i, place);
        switch (result.report().status(i)) {
            case On(int node) -> assertThat(node).as(page).isEqualTo(place);
            case Refused(Errno why) when place < 0 -> assertThat(why).as(page).isIn(Errno.ENOENT, Errno.EFAULT);
            case Refused _,NotReached _ -> assertThat(place).as(page).isNotNegative().isNotEqualTo(result.target(i));
        }
    }

    private static String page(MoveResult result, int i, int place) {
        return "page " + i + " of " + result + ", asked to " + result.target(i) + ", seen on " + place + ", said to be "
                + result.report().status(i);
    }
}
