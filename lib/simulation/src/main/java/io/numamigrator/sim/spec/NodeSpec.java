package io.numamigrator.sim.spec;

import java.util.BitSet;

/**
 * A node as a machine's builder knows it.
 *
 * @param id number of the node
 * @param bytes its memory, 0 for a node without memory
 * @param cpus number of its CPUs, 0 for a memory-only node
 * @param listed the numbers of its CPUs, empty where they are given by the order of the nodes
 * @param online whether it is online; an offline node is only possible
 */
public record NodeSpec(int id, long bytes, int cpus, BitSet listed, boolean online) {

    /** A node whose CPUs are numbered by the order of the nodes. */
    public NodeSpec(int id, long bytes, int cpus, boolean online) {
        this(id, bytes, cpus, new BitSet(), online);
    }

    public NodeSpec withCpus(int count) {
        return new NodeSpec(id, bytes, count, online);
    }

    /** Tell whether a node that is online has neither CPU nor memory: then it is a device's, which the firmware names an initiator. */
    boolean isDevice() {
        return online && cpus == 0 && bytes == 0;
    }
}
