/** Describes machine and processes in the words of OSHI, and reads what /proc says of threads. */
@NullMarked
package io.numamigrator.cli.machine;

import org.jspecify.annotations.NullMarked;
