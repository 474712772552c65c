/** One class for each story; a number of lines that a reader can copy. */
@NullMarked
package io.numamigrator.examples;

import org.jspecify.annotations.NullMarked;
