package io.numamigrator;

import io.numamigrator.kernel.Kernel;

/** Sketch. */
final class TopologyReader {
    private TopologyReader() {}

    static NumaTopology read(Kernel kernel) {
        throw new UnsupportedOperationException("sketch");
    }
}
