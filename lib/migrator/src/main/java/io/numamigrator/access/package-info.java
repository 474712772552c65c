/**
 * Who may look into whom, and with which calls: what /proc, capabilities, user and pid namespaces, seccomp and the kernel's release say.
 *
 * <p>Not exported.
 */
@NullMarked
package io.numamigrator.access;

import org.jspecify.annotations.NullMarked;
