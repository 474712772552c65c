package io.numamigrator.placement;

import io.numamigrator.MemoryRange;
import io.numamigrator.NumaException;
import io.numamigrator.NumaProcess;
import io.numamigrator.Placement;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
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
        PlanHeader then = plan.header();
        PlanHeader now = new PlanHeader(then.process(), then.topology(), then.pageBytes(), then.createdBy(),
                Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS));
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
        if (Thread.currentThread().isInterrupted()) {
            group.forEach(tally::leave);
            return Optional.of("interrupted");
        }
        try {
            Optional<Finding> stranger = PlanCheck.stranger(plan.header().process(), process);
            if (stranger.isPresent()) {
                group.forEach(tally::leave);
                return stranger.map(Finding::toString);
            }
            return move(fitting(group));
        } catch (NumaException refused) {
            group.forEach(tally::leave);
            return Optional.of(String.valueOf(refused.getMessage()));
        }
    }

    /** Returns those parts whose memory is what it was, ascending. */
    private List<PlanEntry> fitting(List<PlanEntry> group) {
        Areas areas = Areas.of(process);
        List<PlanEntry> fitting = new ArrayList<>();
        List<PlanEntry> changed = new ArrayList<>();
        for (PlanEntry part : group) {
            Optional<Finding> change = areas.change(part);
            if (change.isEmpty()) {
                fitting.add(part);
            } else {
                tally.skip(change.get());
                changed.add(part);
            }
        }
        group.removeAll(changed);
        changed.forEach(tally::leave);
        fitting.sort(Comparator.comparing(part -> part.range().start(), Long::compareUnsigned));
        return fitting;
    }

    private Optional<String> move(List<PlanEntry> parts) {
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        Placement placement = Placement.nothing();
        for (PlanEntry part : parts) {
            placement = placement.and(part.range(), part.target());
        }
        List<MemoryRange> ranges = parts.stream().map(PlanEntry::range).toList();
        UndoRecorder.Moved moved = recorder.move(placement, ranges, options.move());
        tally.add(parts, moved);
        return moved.result().interrupted() ? Optional.of("interrupted") : moved.result().processChange();
    }
}
