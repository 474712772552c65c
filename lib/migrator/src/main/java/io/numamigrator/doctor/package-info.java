/**
 * Examinations of this machine and of a process, and remedies to use as they stand.
 *
 * <p>Not exported.
 */
@NullMarked
package io.numamigrator.doctor;

import org.jspecify.annotations.NullMarked;
