/** Scenarios made from a seed. */
@NullMarked
package io.numamigrator.fidelity.generate;

import org.jspecify.annotations.NullMarked;
