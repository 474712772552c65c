package io.numamigrator;

import io.numamigrator.sim.SimulatedMachine;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtendWith;

/** What only several nodes can show, on a simulated machine with the kernel of a guest. */
@ExtendWith(ContractCoverage.class)
abstract class SimulatedSeveralNodes implements SeveralNodesContract, ContractCoverage.Subject {

    private final SimulatedLaboratory laboratory;
    private final Surroundings surroundings;

    SimulatedSeveralNodes(String kernel) {
        this(SimulatedLaboratory.severalNodes(kernel));
    }

    SimulatedSeveralNodes(SimulatedMachine machine) {
        laboratory = new SimulatedLaboratory(machine);
        surroundings = new SimulatedSurroundings(machine);
    }

    @Override
    public Surroundings around() {
        return surroundings;
    }

    @Override
    public Laboratory lab() {
        return laboratory;
    }

    /** A hundredth of the time that a guest takes. */
    @Override
    public long second() {
        return 10_000_000L;
    }

    @Override
    public Set<String> without() {
        return since("5.17")
                ? Set.of("beforeItCameThereIsNoSuchCall")
                : Set.of(
                        "pagesComeFromTheHomeNodeFirst",
                        "aMemorylessNodeMayBeAHome",
                        "whatCannotBeAHomeIsRefused",
                        "aPolicyOfAnotherModeHasNoHome");
    }

    @Override
    public String title() {
        return "several nodes, Linux " + lab().release();
    }
}
