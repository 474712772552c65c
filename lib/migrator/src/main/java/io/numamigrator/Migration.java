package io.numamigrator;

import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;

/** Sketch. */
final class Migration {
    private Migration() {}

    static MigrateResult run(Kernel kernel, CallFrame frame, int pid, NodeSet from, NodeSet to) {
        throw new UnsupportedOperationException("sketch");
    }
}
