package io.numamigrator;

import io.numamigrator.sim.SimulatedMachine;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtendWith;

/** What one node is enough to show, on a simulated machine with the kernel of a guest. */
@ExtendWith(ContractCoverage.class)
abstract class SimulatedRules implements KernelRulesContract, ContractCoverage.Subject {

    private final Surroundings surroundings;

    SimulatedRules(String kernel) {
        this(SimulatedLaboratory.severalNodes(kernel));
    }

    SimulatedRules(SimulatedMachine machine) {
        surroundings = new SimulatedSurroundings(machine);
    }

    @Override
    public Surroundings around() {
        return surroundings;
    }

    @Override
    public Set<String> without() {
        return since("5.17") ? Set.of() : Set.of("aHomeNodeIsSetAfterThePolicy", "aHomeNodeNeedsAPolicyThatCanHaveOne");
    }

    @Override
    public String title() {
        return "rules of the kernel, Linux " + around().release();
    }
}
