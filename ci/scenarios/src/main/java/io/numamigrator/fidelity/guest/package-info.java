/** The real kernel: guests that are booted around the executor in C, and what they showed before. */
@NullMarked
package io.numamigrator.fidelity.guest;

import org.jspecify.annotations.NullMarked;
