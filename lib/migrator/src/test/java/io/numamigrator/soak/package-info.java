/** Many threads for a long time: nothing is corrupted, nothing is left behind. */
@NullMarked
package io.numamigrator.soak;

import org.jspecify.annotations.NullMarked;
