package io.numamigrator;

import io.numamigrator.PageStatus.Absent;
import io.numamigrator.PageStatus.FoundElsewhere;
import io.numamigrator.PageStatus.NotReached;
import io.numamigrator.PageStatus.On;
import io.numamigrator.PageStatus.Refused;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;

/** Compares what a move is said to have done with where the pages are. */
final class Truth {

    private Truth() {}

    /** Finds the nodes of pages by other means than the call under test. */
    interface Looking {
        int[] places(long... addresses);
    }

    /** Check a result page by page; only pages for which {@code excused} holds may be elsewhere than asked. */
    static void check(Laboratory lab, MoveResult result, LongPredicate excused) {
        check(lab::places, result, excused);
    }

    static void check(Looking looking, MoveResult result, LongPredicate excused) {
        PageReport report = result.report();
        int[] places = looking.places(IntStream.range(0, result.pages()).mapToLong(report::address).toArray());
        int onTarget = 0;
        for (int i = 0; i < places.length; i++) {
            boolean there = places[i] == result.target(i);
            onTarget += there ? 1 : 0;
            if (!isTrue(report.status(i), places[i], there)) {
                throw new AssertionError("not the truth: " + page(result, i, places[i]));
            }
            if (places[i] >= 0 && !there && !excused.test(report.address(i))) {
                throw new AssertionError("nothing keeps it in place: " + page(result, i, places[i]));
            }
        }
        if (result.moved() + result.alreadyThere() != onTarget) {
            throw new AssertionError(onTarget + " pages are on their target, the result is " + result);
        }
    }

    private static boolean isTrue(PageStatus said, int place, boolean there) {
        return switch (said) {
            case On(int node) -> node == place;
            case Absent(Absence kind) -> kind == Absence.UNKNOWN ? !there : place < 0;
            case FoundElsewhere(int node) -> node == place && !there;
            case Refused _,NotReached _ -> place >= 0 && !there;
        };
    }

    private static String page(MoveResult result, int i, int place) {
        return "page " + i + " of " + result + ", asked to " + result.target(i) + ", seen on " + place + ", said to be "
                + result.report().status(i) + ", the kernel said " + result.report().raw(i);
    }
}
