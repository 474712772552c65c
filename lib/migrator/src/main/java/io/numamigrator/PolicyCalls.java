package io.numamigrator;

import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import java.lang.foreign.MemorySegment;

/** Sketch. */
final class PolicyCalls {
    private PolicyCalls() {}

    static MemoryPolicy get(Kernel kernel, CallFrame frame, MemorySegment segment) {
        throw new UnsupportedOperationException("sketch");
    }

    static boolean set(Kernel kernel, CallFrame frame, MemorySegment segment, MemoryPolicy policy, BindFlag[] flags) {
        throw new UnsupportedOperationException("sketch");
    }

    static MemoryPolicy getThread(Kernel kernel, CallFrame frame) {
        throw new UnsupportedOperationException("sketch");
    }

    static boolean setThread(Kernel kernel, CallFrame frame, MemoryPolicy policy) {
        throw new UnsupportedOperationException("sketch");
    }
}
