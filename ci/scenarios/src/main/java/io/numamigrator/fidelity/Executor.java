package io.numamigrator.fidelity;

import java.util.List;

/** Carries out programs, each on its own, and tells what was seen of each. */
interface Executor {

    /** Return an outcome for each program, in their order. */
    List<Outcome> run(List<Program> programs);
}
