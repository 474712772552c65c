/**
 * The areas of a process: parsers of /proc/PID/maps, numa_maps and smaps.
 *
 * <p>Not exported.
 */
@NullMarked
package io.numamigrator.areas;

import org.jspecify.annotations.NullMarked;
