/**
 * Kernel releases, and what differs between them as data: a switch for each behaviour, never an {@code if} in a system call.
 *
 * <p>Not exported.
 */
@NullMarked
package io.numamigrator.sim.version;

import org.jspecify.annotations.NullMarked;
