package io.numamigrator.sim.migrate;

import io.numamigrator.sim.machine.NegativeErrno;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The passes of Linux 6.3 and later over a list: up to 512 pages are unmapped together, then moved together, three times over without
 * waiting; who is left is tried alone, up to seven times, waiting (SEMANTICS 5.4).
 */
final class SteppedPasses {

    static final int BATCH = 512;

    private static final int TOGETHER = 3;
    private static final int ALONE = 7;

    /** Makes the way of entry {@code i} of the list to {@code target}. */
    interface Ways {
        FolioMigration of(int i, int target);
    }

    private final MigrationList list;
    private final IntUnaryOperator target;
    private final Ways ways;

    SteppedPasses(MigrationList list, IntUnaryOperator target, Ways ways) {
        this.list = list;
        this.target = target;
        this.ways = ways;
    }

    /** Try the entries {@code [from, to)} and leave each one's result in the list; return false if memory ran out. */
    boolean batch(int from, int to) {
        @Nullable FolioMigration[] way = new @Nullable FolioMigration[to - from];
        boolean enough = true;
        List<Integer> unmapped = new ArrayList<>();
        for (int i = from; i < to && enough; i++) {
            if (list.result(i) >= 0) {
                continue;
            }
            FolioMigration one = ways.of(i, target.applyAsInt(i));
            way[i - from] = one;
            int refused = one.unmap(0);
            list.setResult(i, refused == 0 ? NegativeErrno.EAGAIN : refused);
            enough = refused != NegativeErrno.ENOMEM;
            if (refused == 0) {
                unmapped.add(i);
            } else {
                one.backOut(0);
            }
        }
        for (int pass = 0; pass < TOGETHER; pass++) {
            int now = pass;
            unmapped.removeIf(i -> !again(i, on(way, i - from), now));
        }
        unmapped.forEach(i -> on(way, i - from).backOut(TOGETHER - 1));
        return enough;
    }

    /** Try to move an unmapped entry, and tell whether to try again. */
    private boolean again(int i, FolioMigration way, int pass) {
        int result = way.move(pass);
        list.setResult(i, result);
        if (result < 0 && result != NegativeErrno.EAGAIN) {
            way.backOut(pass);
        }
        return result == NegativeErrno.EAGAIN;
    }

    /** Try entry {@code i} by itself; return false if memory ran out. */
    boolean alone(int i) {
        FolioMigration one = ways.of(i, target.applyAsInt(i));
        int result = NegativeErrno.EAGAIN;
        boolean unmapped = false;
        for (int pass = TOGETHER; pass < TOGETHER + ALONE && result == NegativeErrno.EAGAIN; pass++) {
            result = unmapped ? 0 : one.unmap(pass);
            unmapped = result == 0;
            result = unmapped ? one.move(pass) : result;
        }
        if (result < 0) {
            one.backOut(TOGETHER + ALONE - 1);
        }
        list.setResult(i, result);
        return result != NegativeErrno.ENOMEM;
    }

    private static FolioMigration on(@Nullable FolioMigration[] ways, int i) {
        FolioMigration way = ways[i];
        if (way == null) {
            throw new IllegalStateException("entry " + i + " was not begun");
        }
        return way;
    }
}
