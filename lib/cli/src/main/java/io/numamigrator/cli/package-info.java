/** The {@code numa} command. */
@NullMarked
package io.numamigrator.cli;

import org.jspecify.annotations.NullMarked;
