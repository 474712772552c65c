package io.numamigrator.fidelity.scenario;

import java.util.List;

/** What happens on a machine, in its order. */
public record Scenario(List<Operation> operations) {

    public Scenario {
        operations = List.copyOf(operations);
    }
}
