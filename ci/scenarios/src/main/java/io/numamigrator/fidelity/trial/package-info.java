/** One program on two executors: what they answered, where they differ first, and which differences are explained. */
@NullMarked
package io.numamigrator.fidelity.trial;

import org.jspecify.annotations.NullMarked;
