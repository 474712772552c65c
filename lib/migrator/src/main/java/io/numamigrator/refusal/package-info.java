/**
 * What a refusal means here: the one cause that is true on this machine, and the remedy.
 *
 * <p>Not exported.
 */
@NullMarked
package io.numamigrator.refusal;

import org.jspecify.annotations.NullMarked;
