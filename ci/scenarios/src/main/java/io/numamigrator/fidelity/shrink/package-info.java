/** Makes a scenario that differs as small as it can be. */
@NullMarked
package io.numamigrator.fidelity.shrink;

import org.jspecify.annotations.NullMarked;
