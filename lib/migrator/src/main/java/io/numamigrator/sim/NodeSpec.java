package io.numamigrator.sim;

/**
 * A node as a machine's builder knows it.
 *
 * @param id number of the node
 * @param bytes its memory, 0 for a node without memory
 * @param cpus number of its CPUs, 0 for a memory-only node
 * @param online whether it is online; an offline node is only possible
 */
record NodeSpec(int id, long bytes, int cpus, boolean online) {

    NodeSpec withCpus(int count) {
        return new NodeSpec(id, bytes, count, online);
    }

    NodeSpec withBytes(long size) {
        return new NodeSpec(id, size, cpus, online);
    }

    NodeSpec offline() {
        return new NodeSpec(id, 0, 0, false);
    }
}
