package io.numamigrator.sim.spec;

/**
 * How fast a node's memory is, seen from its nearest CPU.
 *
 * @param latency in nanoseconds
 * @param bandwidth in bytes a second
 */
public record Performance(int latency, long bandwidth) {}
