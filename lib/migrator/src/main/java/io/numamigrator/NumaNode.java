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
 * @param access memory performance seen from the CPUs that reach it best (HMAT; nodeN/access1, Linux 5.11), absent if the firmware does
 *     not say; before, from Linux 5.2 on, the same as {@code accessFromAny}
 * @param accessFromAny the same seen from the best initiators of any kind, devices among them (nodeN/access0, Linux 5.2)
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
        Optional<Access> accessFromAny,
        OptionalInt interleaveWeight) {

    /**
     * How the best initiators reach the memory of a node; a figure that the firmware leaves at 0 is not known, and absent.
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
            OptionalLong writeLatency) {

        /** Returns for example {@code best from 0, read 20480 MiB/s, read in 250 ns}. */
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("best from ").append(initiators.isEmpty() ? "nowhere" : initiators);
            readBandwidth.ifPresent(number -> text.append(", read ").append(number).append(" MiB/s"));
            readLatency.ifPresent(number -> text.append(", read in ").append(number).append(" ns"));
            writeBandwidth.ifPresent(number -> text.append(", write ").append(number).append(" MiB/s"));
            writeLatency.ifPresent(number -> text.append(", write in ").append(number).append(" ns"));
            return text.toString();
        }
    }

    /** Creates a value with an unmodifiable copy of the distances, ascending by node. */
    public NumaNode {
        distances = Collections.unmodifiableMap(new TreeMap<>(distances));
    }

    /** Returns whether the node is known to have CPUs. */
    public boolean hasCpus() {
        return cpus.isPresent() && !cpus.get().isEmpty();
    }

    /** Returns for example {@code node 0: CPUs 0-3, 16384 MiB, 12001 MiB free, distances 0:10 1:21}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("node ").append(id).append(": ");
        text.append(cpus.map(set -> set.isEmpty() ? "no CPU" : "CPUs " + set).orElse("CPUs unknown"));
        if (!hasMemory) {
            text.append(", no memory");
        } else if (totalBytes.isPresent()) {
            text.append(", ").append(totalBytes.getAsLong() >> 20).append(" MiB");
            freeBytes.ifPresent(free -> text.append(", ").append(free >> 20).append(" MiB free"));
        } else {
            text.append(", memory of unknown size");
        }
        text.append(distances.isEmpty() ? "" : ", distances");
        distances.forEach((node, distance) -> text.append(' ').append(node).append(':').append(distance));
        access.ifPresent(performance -> text.append(", ").append(performance));
        accessFromAny.filter(any -> !any.equals(access.orElse(null)))
                .ifPresent(any -> text.append(", with devices ").append(any));
        interleaveWeight.ifPresent(weight -> text.append(", weight ").append(weight));
        return text.toString();
    }
}
