package io.numamigrator;

import io.numamigrator.sim.SimulatedMachine;

/** The contract, on a simulated machine of one node with the newest kernel. */
class SimulatedTest implements NumaMigratorContract {

    private final SimulatedLaboratory laboratory = new SimulatedLaboratory(SimulatedMachine.oneNode());

    @Override
    public Subject subject() {
        return laboratory;
    }

    @Override
    public NumaMigrator another() {
        return SimulatedMachine.oneNode().migrator();
    }

    @Override
    public Errno untouchedAnonymous() {
        return Errno.ENOENT;
    }
}
