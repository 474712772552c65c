/** Scenarios: what processes do to a machine's memory, run on a real kernel and on the simulated one, and compared. */
@NullMarked
package io.numamigrator.fidelity;

import org.jspecify.annotations.NullMarked;
