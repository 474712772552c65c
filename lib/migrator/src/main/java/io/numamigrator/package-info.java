/** See where every page of a Linux process lives, move it, and know the truth about what happened. */
@NullMarked
package io.numamigrator;

import org.jspecify.annotations.NullMarked;
