/**
 * Memory that this JVM really holds, taken over by a simulated process.
 *
 * <p>Not exported.
 */
@NullMarked
package io.numamigrator.sim.real;

import org.jspecify.annotations.NullMarked;
