/**
 * The system calls, one file each, with their checks in the kernel's order, and the kernel as the library sees it.
 *
 * <p>Not exported.
 */
@NullMarked
package io.numamigrator.sim.syscall;

import org.jspecify.annotations.NullMarked;
