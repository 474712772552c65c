package io.numamigrator;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * One NUMA node, as /sys/devices/system/node/nodeN describes it; what the kernel does not tell is absent.
 *
 * @param id the node's number; numbers may have gaps
 * @param hasMemory whether the node has memory: only such a node can be the target of a move
 * @param cpus the node's CPUs, empty for a memory-only node; absent if /sys is hidden
 * @param totalBytes memory of the node in bytes, 0 for a node without memory; absent if /sys is hidden
 * @param freeBytes free memory of the node in bytes when it was read
 * @param distances relative distance to each online node by its number, 10 to itself; empty if /sys is hidden
 * @param access memory performance seen from the best initiators (HMAT, Linux 5.2), absent if the firmware does not say
 * @param interleaveWeight share of the node under MPOL_WEIGHTED_INTERLEAVE (Linux 6.9), absent before
 */
public record NumaNode(
        int id,
        boolean hasMemory,
        Optional<CpuSet> cpus,
        OptionalLong totalBytes,
        OptionalLong freeBytes,
        Map<Integer, Integer> distances,
        Optional<Access> access,
        OptionalInt interleaveWeight) {

    /**
     * How the best initiators reach the memory of a node: nodeN/access0.
     *
     * @param initiators nodes whose CPUs or devices reach this node's memory best
     * @param targets nodes whose memory this node reaches best
     * @param readBandwidth in MiB/s
     * @param writeBandwidth in MiB/s
     * @param readLatency in nanoseconds
     * @param writeLatency in nanoseconds
     */
    public record Access(
            NodeSet initiators,
            NodeSet targets,
            OptionalLong readBandwidth,
            OptionalLong writeBandwidth,
            OptionalLong readLatency,
            OptionalLong writeLatency) {}

    /** Keep an unmodifiable copy of the distances, ascending by node. */
    public NumaNode {
        distances = Collections.unmodifiableMap(new TreeMap<>(distances));
    }

    /** Return whether the node is known to have CPUs. */
    public boolean hasCpus() {
        return cpus.isPresent() && !cpus.get().isEmpty();
    }
}
