package io.numamigrator.fidelity.shrink;

import io.numamigrator.fidelity.scenario.Operation;
import io.numamigrator.fidelity.scenario.Scenario;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change of one operation of a scenario.
 *
 * @param at its place
 * @param by what stands there instead; null if nothing does
 */
record Edit(int at, @Nullable Operation by) {

    /** Return a scenario with some changes; of two in one place the first is made. */
    static Scenario apply(Scenario scenario, Collection<Edit> edits) {
        Map<Integer, Edit> byPlace = new HashMap<>();
        edits.forEach(edit -> byPlace.putIfAbsent(edit.at, edit));
        List<Operation> operations = new ArrayList<>();
        for (int i = 0; i < scenario.operations().size(); i++) {
            Edit edit = byPlace.get(i);
            Operation operation = edit == null ? scenario.operations().get(i) : edit.by;
            if (operation != null) {
                operations.add(operation);
            }
        }
        return new Scenario(operations);
    }
}
