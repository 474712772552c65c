package io.numamigrator.sim.spec;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A node as a SPEC tells of it.
 *
 * @param cpus number of its CPUs
 * @param listed the numbers of its CPUs, empty where the SPEC says only how many
 * @param bytes its memory
 * @param offline whether its id is only possible
 * @param performance how fast its memory is, null where nothing is said
 */
record SpecNode(int cpus, BitSet listed, long bytes, boolean offline, @Nullable Performance performance) {

    static final SpecNode OFFLINE = new SpecNode(0, new BitSet(), 0, true, null);

    /** Online, with neither CPU nor memory. */
    static final SpecNode EMPTY = new SpecNode(0, new BitSet(), 0, false, null);

    NodeSpec withId(int id) {
        return new NodeSpec(id, bytes, cpus, listed, !offline);
    }
}
