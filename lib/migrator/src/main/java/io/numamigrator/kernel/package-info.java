/**
 * The kernel seam: everything this library asks of a kernel, and the Linux kernel that answers it.
 *
 * <p>Not exported. Values are raw here: a negative errno, or what the system call returned.
 */
@NullMarked
package io.numamigrator.kernel;

import org.jspecify.annotations.NullMarked;
