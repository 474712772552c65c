package io.numamigrator.fidelity;

import java.util.List;

/** Carries out programs, each on its own, and tells what was seen of each. */
interface Executor {

    /** Return an outcome for each program, in their order. */
    List<Outcome> run(List<Program> programs);

    /** Return the same, but for how many pages stay free on a node that others fill: a real kernel decides that itself. */
    default Executor leaving(int pages) {
        return this;
    }
}
