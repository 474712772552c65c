package io.numamigrator.placement;

import io.numamigrator.MemoryRange;
import io.numamigrator.NumaException;
import io.numamigrator.NumaProcess;
import io.numamigrator.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Carries out a plan that fits, request by request in the order of priority.
 *
 * <p>Before each request it looks again whether the process is the same, and whether the memory of the request is: what is not is left
 * alone, and told.
 */
final class PlanExecution {

    private final PlacementPlan plan;
    private final NumaProcess process;
    private final ApplyOptions options;
    private final UndoRecorder recorder;
    private final PlanTally tally;

    PlanExecution(PlacementPlan plan, NumaProcess process, ApplyOptions options) {
        this.plan = plan;
        this.process = process;
        this.options = options;
        PlanHeader now = plan.header().madeNow();
        this.recorder = new UndoRecorder(process, now);
        this.tally = new PlanTally(now);
    }

    PlanResult run() {
        int page = plan.header().pageBytes();
        long bytes = (options.chunkBytes() + page - 1) / page * page;
        Pieces groups = new Pieces(plan.byPriority().iterator(), bytes);
        Optional<String> stopped = Optional.empty();
        while (groups.hasNext()) {
            List<PlanEntry> group = groups.next();
            if (stopped.isEmpty()) {
                stopped = run(group);
            } else {
                group.forEach(tally::leave);
            }
        }
        return tally.result(stopped, recorder.undo());
    }

    /** Carries out a request, and returns why no further one may follow. */
    private Optional<String> run(List<PlanEntry> group) {
        List<PlanEntry> untried = group;
        try {
            Optional<String> obstacle = obstacle();
            if (obstacle.isEmpty()) {
                Areas areas = Areas.of(process);
                untried = fitting(group, areas);
                return move(untried, areas);
            }
            group.forEach(tally::leave);
            return obstacle;
        } catch (NumaException refused) {
            untried.forEach(tally::leave);
            return Optional.of(String.valueOf(refused.getMessage()));
        }
    }

    private Optional<String> obstacle() {
        return Thread.currentThread().isInterrupted()
                ? Optional.of("interrupted")
                : PlanCheck.stranger(plan.header().process(), process).map(Finding::toString);
    }

    /** Returns those parts whose memory is what it was; the others are left. */
    private List<PlanEntry> fitting(List<PlanEntry> group, Areas areas) {
        List<PlanEntry> fitting = new ArrayList<>();
        for (PlanEntry part : group) {
            Optional<Finding> change = areas.change(part);
            if (change.isEmpty()) {
                fitting.add(part);
            } else {
                tally.skip(change.get());
                tally.leave(part);
            }
        }
        return fitting;
    }

    private Optional<String> move(List<PlanEntry> parts, Areas areas) {
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        List<PlanEntry> ascending = new ArrayList<>(parts);
        ascending.sort(PlanEntry::compareAddresses);
        Placement placement = Placement.nothing();
        for (PlanEntry part : ascending) {
            placement = placement.and(part.range(), part.target());
        }
        List<MemoryRange> ranges = ascending.stream().map(PlanEntry::range).toList();
        UndoRecorder.Moved moved = recorder.move(areas, placement, ranges, options.move());
        tally.add(ascending, moved);
        return moved.result().interrupted() ? Optional.of("interrupted") : moved.result().processChange();
    }
}
