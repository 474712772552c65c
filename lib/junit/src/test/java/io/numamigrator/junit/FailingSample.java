package io.numamigrator.junit;

import io.numamigrator.NumaMigrator;
import io.numamigrator.sim.Capability;
import io.numamigrator.sim.SimulatedMachine;

/** What a user might get wrong. */
class FailingSample {

    @SimulatedNuma(nodes = "five")
    void noSuchMachine(NumaMigrator numa) {
        throw new AssertionError("never reached: " + numa);
    }

    @SimulatedNuma(seccomp = "lxc")
    @SimulatedNuma(capAdd = Capability.CAP_SYS_NICE)
    void noSuchContainer(NumaMigrator numa) {
        throw new AssertionError("never reached: " + numa);
    }

    @RealNuma
    void aRealMachineIsNotSimulated(SimulatedMachine machine) {
        throw new AssertionError("never reached: " + machine);
    }
}
