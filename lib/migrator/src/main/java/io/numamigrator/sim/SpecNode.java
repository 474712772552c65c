package io.numamigrator.sim;

import org.jspecify.annotations.Nullable;

/**
 * A node as a SPEC tells of it.
 *
 * @param cpus number of its CPUs
 * @param bytes its memory
 * @param offline whether its id is only possible
 * @param performance how fast its memory is, null where nothing is said
 */
record SpecNode(int cpus, long bytes, boolean offline, @Nullable Performance performance) {}
