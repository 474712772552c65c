/**
 * Pseudo files of the kernel that say something about the machine or about a process: /proc/PID/status, stat, /sys/devices/system/node.
 *
 * <p>Not exported.
 */
@NullMarked
package io.numamigrator.proc;

import org.jspecify.annotations.NullMarked;
