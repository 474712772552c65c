package io.numamigrator.fidelity.trial;

import io.numamigrator.fidelity.program.Outcome;
import io.numamigrator.fidelity.program.Program;
import io.numamigrator.fidelity.sim.Room;
import java.util.List;

/** Carries out programs, each on its own, and tells what was seen of each. */
public interface Executor {

    /** Return an outcome for each program, in their order. */
    List<Outcome> run(List<Program> programs);

    /** Return the same, but for what stays free on a node that others fill: a real kernel decides that itself. */
    default Executor leaving(Room room) {
        return this;
    }
}
