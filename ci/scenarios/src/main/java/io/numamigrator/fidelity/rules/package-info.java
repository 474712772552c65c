/** Which statement of the semantics a scenario came to, told from what the real kernel answered. */
@NullMarked
package io.numamigrator.fidelity.rules;

import org.jspecify.annotations.NullMarked;
