/**
 * See where every page of a Linux process lives, move it, and know the truth about what happened.
 *
 * <p>{@link io.numamigrator.NumaMigrator} is the door: {@code NumaMigrator.system()} speaks to the running kernel.
 */
@NullMarked
package io.numamigrator;

import org.jspecify.annotations.NullMarked;
