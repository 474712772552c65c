package io.numamigrator.sim.machine;

import io.numamigrator.sim.version.MigrationStep;

/** Sees what the engine does to each page while it is done. */
public interface Watcher {

    /**
     * Note a step.
     *
     * @param space number of the address space that the page was found in
     * @param address where it was found
     * @param from node that the page is on before the step
     * @param to node that it is to go to, or that it was given memory on
     * @param errno why the step was refused, 0 if it was not
     */
    void see(long space, long address, MigrationStep step, int pass, int from, int to, int errno);
}
