/** Draws what the command found: on a terminal, as SVG, as JSON. */
@NullMarked
package io.numamigrator.cli.draw;

import org.jspecify.annotations.NullMarked;
