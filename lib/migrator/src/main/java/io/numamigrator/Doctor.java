package io.numamigrator;

import io.numamigrator.kernel.Kernel;

/** Sketch. */
final class Doctor {
    private Doctor() {}

    static Diagnosis examine(Kernel kernel, int pid) {
        throw new UnsupportedOperationException("sketch");
    }

    static Diagnosis withoutKernel() {
        throw new UnsupportedOperationException("sketch");
    }
}
