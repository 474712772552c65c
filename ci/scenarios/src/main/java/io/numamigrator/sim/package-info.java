/** The side of scenarios that reaches into the simulated kernel. */
@NullMarked
package io.numamigrator.sim;

import org.jspecify.annotations.NullMarked;
