package io.numamigrator;

import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Finds out where the caller's pages are by another system call than the one under test: get_mempolicy(2). */
final class SecondLook implements AutoCloseable {

    private static final int NODE_OF_ADDRESS = 1 | 2;

    private final Kernel kernel;
    private final CallFrame frame = new CallFrame();
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment node = arena.allocate(ValueLayout.JAVA_INT);

    SecondLook(Kernel kernel) {
        this.kernel = kernel;
    }

    /** Return the node of the page at an address, or a negative errno; a page that is absent is faulted in. */
    int node(long address) {
        long result = kernel.getMempolicy(frame, node, MemorySegment.NULL, 0, address, NODE_OF_ADDRESS);
        return result < 0 ? (int) result : node.get(ValueLayout.JAVA_INT, 0);
    }

    @Override
    public void close() {
        arena.close();
    }
}
