/**
 * A simulated NUMA machine, and a process's view of it as a kernel.
 *
 * <p>One file for each system call and each concept of the kernel, under the kernel's own names. What the calls answer is
 * written down in the project's semantics document; behaviour that changed from release to release stands as data in
 * {@code KernelSwitch}.
 */
@NullMarked
package io.numamigrator.sim;

import org.jspecify.annotations.NullMarked;
