/**
 * Processes and threads: who they are, where they run, which cpuset and pid namespace they are in, and who may look into whom.
 *
 * <p>Not exported.
 */
@NullMarked
package io.numamigrator.sim.task;

import org.jspecify.annotations.NullMarked;
