package io.numamigrator.fidelity;

import java.util.List;

/** What happens on a machine, in its order. */
record Scenario(List<Operation> operations) {

    Scenario {
        operations = List.copyOf(operations);
    }
}
