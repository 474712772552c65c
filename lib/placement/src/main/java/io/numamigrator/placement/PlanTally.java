package io.numamigrator.placement;

import io.numamigrator.Absence;
import io.numamigrator.Errno;
import io.numamigrator.PageReport;
import io.numamigrator.PageStatus;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Adds up what became of the pages of a plan, and keeps what is still missing. */
final class PlanTally {

    private final PlanHeader header;
    private long moved;
    private long alreadyThere;
    private long elsewhere;
    private long notReached;
    private final Map<Errno, Long> refused = new TreeMap<>();
    private final Map<Absence, Long> absent = new EnumMap<>(Absence.class);
    private final List<Finding> skipped = new ArrayList<>();
    private final List<PlanEntry> remaining = new ArrayList<>();

    PlanTally(PlanHeader header) {
        this.header = header;
    }

    /** Notes a part that nobody tries to move. */
    void leave(PlanEntry part) {
        notReached += part.pages(header.pageBytes());
        remaining.add(part);
    }

    void skip(Finding finding) {
        skipped.add(finding);
    }

    /** Adds a move of parts, which are ascending. */
    void add(List<PlanEntry> parts, UndoRecorder.Moved move) {
        PageReport after = move.result().report();
        int i = 0;
        for (PlanEntry part : parts) {
            NodeRuns missing = new NodeRuns(header.pageBytes());
            for (long left = part.pages(header.pageBytes()); left > 0; left--, i++) {
                int before = move.before().node(i);
                if (isMissing(after.status(i), part.target(), before)) {
                    missing.add(after.address(i), 1, whereabouts(after.status(i), after.node(i), before));
                }
            }
            keep(part, missing);
        }
    }

    /** Returns where a page is as far as it is known: what was refused, or not tried, is where it was. */
    private static int whereabouts(PageStatus status, int node, int before) {
        boolean stays = status instanceof PageStatus.Refused || status instanceof PageStatus.NotReached;
        return stays ? before : node;
    }

    /** Counts a page, and tells whether it, or what may be there, is not on its target. */
    private boolean isMissing(PageStatus status, int target, int before) {
        switch (status) {
            case PageStatus.On(int node) -> {
                boolean there = node == target;
                boolean wasThere = before == target || before < 0;
                moved += there && !wasThere ? 1 : 0;
                alreadyThere += there && wasThere ? 1 : 0;
                elsewhere += there ? 0 : 1;
                return !there;
            }
            case PageStatus.FoundElsewhere _ -> elsewhere++;
            case PageStatus.Refused(Errno why) -> refused.merge(why, 1L, Long::sum);
            case PageStatus.Absent(Absence kind) -> {
                absent.merge(kind, 1L, Long::sum);
                return !kind.leavesComplete();
            }
            case PageStatus.NotReached() -> notReached++;
        }
        return true;
    }

    /** Pages that follow each other are one entry, with runs of where they are. */
    private void keep(PlanEntry part, NodeRuns missing) {
        int next = 0;
        while (next < missing.size()) {
            int last = missing.lastOfEntry(next);
            remaining.add(new PlanEntry(missing.range(next, last), part.area(), missing.expected(next, last),
                    part.target(), part.reason(), part.priority()));
            next = last + 1;
        }
    }

    PlanResult result(Optional<String> stopped, PlacementPlan undo) {
        return new PlanResult(moved, alreadyThere, elsewhere, notReached, refused, absent, skipped, stopped, undo,
                new PlacementPlan(header, remaining));
    }
}
