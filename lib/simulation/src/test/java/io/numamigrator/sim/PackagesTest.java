package io.numamigrator.sim;

import io.numamigrator.LayersContract;
import io.numamigrator.sim.version.Climber;
import java.util.List;

/** The layers of the simulation; the table of its guide says what is in them. */
class PackagesTest extends LayersContract {

    PackagesTest() {
        super(List.of("sim.version", "sim.spec", "sim.machine", "sim.policy", "sim.mm", "sim.task", "sim.fault",
                "sim.migrate", "sim.proc", "sim.real", "sim.syscall", "sim"), Climber.class);
    }
}
