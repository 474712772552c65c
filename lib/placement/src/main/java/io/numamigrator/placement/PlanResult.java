package io.numamigrator.placement;

import io.numamigrator.Absence;
import io.numamigrator.Errno;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What became of a plan that was applied, in base pages; each is counted once.
 *
 * @param moved pages that were brought to their target, as a query after the move found them
 * @param alreadyThere pages that were on their target before, or came into being there meanwhile
 * @param elsewhere pages on another node: nobody says why they stayed, or somebody moved them on
 * @param notReached pages that nobody tried to move
 * @param refused pages that the kernel refused, by its reason
 * @param absent addresses without a page, by the reason
 * @param skipped why parts of the plan were left out: their memory changed while it was being applied
 * @param stopped why the plan was not carried out to its end; empty if it was
 * @param undo a plan that moves back what was moved, to where it was
 * @param remaining a plan of exactly what is missing
 */
public record PlanResult(
        long moved,
        long alreadyThere,
        long elsewhere,
        long notReached,
        Map<Errno, Long> refused,
        Map<Absence, Long> absent,
        List<Finding> skipped,
        Optional<String> stopped,
        PlacementPlan undo,
        PlacementPlan remaining) {

    /** Keeps unmodifiable copies. */
    public PlanResult {
        refused = Collections.unmodifiableMap(new TreeMap<>(refused));
        Map<Absence, Long> kinds = new EnumMap<>(Absence.class);
        kinds.putAll(absent);
        absent = Collections.unmodifiableMap(kinds);
        skipped = List.copyOf(skipped);
    }

    /** Returns whether every page of the plan that exists, or may exist, is on its target. */
    public boolean isComplete() {
        return stopped.isEmpty() && skipped.isEmpty() && remaining.entries().isEmpty();
    }

    /** Returns for example {@code 512 moved, 3 already there, 1 EBUSY}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(moved + " moved, " + alreadyThere + " already there");
        absent.forEach((kind, count) -> text.append(", ").append(count).append(' ').append(kind.text()));
        refused.forEach((why, count) -> text.append(", ").append(count).append(' ').append(why));
        text.append(elsewhere > 0 ? ", " + elsewhere + " elsewhere" : "");
        text.append(notReached > 0 ? ", " + notReached + " not reached" : "");
        stopped.ifPresent(why -> text.append(" (stopped: ").append(why).append(')'));
        return text.toString();
    }
}
