/**
 * /proc and /sys of a simulated machine, in the kernel's own text.
 *
 * <p>Not exported.
 */
@NullMarked
package io.numamigrator.sim.proc;

import org.jspecify.annotations.NullMarked;
