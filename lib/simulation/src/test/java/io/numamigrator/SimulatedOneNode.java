package io.numamigrator;

import io.numamigrator.sim.SimulatedMachine;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract of every kernel, on a simulated machine of one node. */
@ExtendWith(ContractCoverage.class)
abstract class SimulatedOneNode implements NumaMigratorContract, ContractCoverage.Subject {

    private final SimulatedMachine machine;
    private final SimulatedLaboratory laboratory;

    SimulatedOneNode(String kernel) {
        this(kernel, 4096);
    }

    SimulatedOneNode(String kernel, int pageSize) {
        machine = SimulatedMachine.oneNode().toBuilder().kernel(kernel).pageSize(pageSize).build();
        laboratory = new SimulatedLaboratory(machine);
    }

    @Override
    public Subject subject() {
        return laboratory;
    }

    @Override
    public NumaMigrator another() {
        return machine.spawn().migrator();
    }

    @Override
    public Errno untouchedAnonymous() {
        boolean byWalk = laboratory.release().isAtLeast("6.12");
        return byWalk ? Errno.ENOENT : Errno.EFAULT;
    }

    @Override
    public Set<String> without() {
        return Set.of();
    }

    @Override
    public String title() {
        return "one node, Linux " + laboratory.release();
    }
}
