package io.numamigrator.engine;

import io.numamigrator.KernelCall;
import io.numamigrator.MoveResult;
import io.numamigrator.PoolShortage;
import io.numamigrator.pages.MoveCounts;
import io.numamigrator.pages.MovePlan;
import java.util.List;
import java.util.Optional;

/** What a move found out, of which the result is built. */
record MoveOutcome(
        MovePlan request,
        short[] truth,
        short[] raw,
        MoveCounts counts,
        boolean interrupted,
        List<KernelCall> calls,
        Optional<String> unknownBecause,
        List<PoolShortage> shortages) {

    /** Returns the result, with what became of the process meanwhile. */
    MoveResult result(Optional<String> processChange) {
        return new MoveResult(request, truth, raw, counts, interrupted, calls, unknownBecause, shortages,
                processChange);
    }
}
