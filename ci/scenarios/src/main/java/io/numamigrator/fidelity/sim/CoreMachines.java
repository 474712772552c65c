package io.numamigrator.fidelity.sim;

import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.spec.MachineCheck;
import io.numamigrator.sim.spec.MachineSpec;
import io.numamigrator.sim.spec.TopologySpec;
import io.numamigrator.sim.task.ProcessTable;
import io.numamigrator.sim.version.KernelVersion;
import java.util.function.UnaryOperator;

/** Boots simulated machines without the public face: a topology, a kernel's release, and what is changed about that kernel. */
final class CoreMachines {

    private final MachineSpec spec;
    private final KernelVersion kernel;

    CoreMachines(String nodes, String release) {
        this(nodes, release, UnaryOperator.identity());
    }

    CoreMachines(String nodes, String release, UnaryOperator<KernelVersion> change) {
        this.spec = MachineSpec.of(TopologySpec.parse(nodes), release);
        MachineCheck.check(spec);
        this.kernel = change.apply(KernelVersion.of(release));
    }

    /** Boot one more machine; no process of a user runs on it yet. */
    ProcessTable boot() {
        return new ProcessTable(new Machine(spec, kernel));
    }
}
