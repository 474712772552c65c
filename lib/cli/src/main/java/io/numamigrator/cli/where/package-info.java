/** Finds out what kinds of memory a process has and on which nodes they live. */
@NullMarked
package io.numamigrator.cli.where;

import org.jspecify.annotations.NullMarked;
