/**
 * The language that describes machines, {@code 2x[1cpu,1G]+[0cpu,512M]@31}, and all that a machine is built from.
 *
 * <p>Not exported.
 */
@NullMarked
package io.numamigrator.sim.spec;

import org.jspecify.annotations.NullMarked;
