package io.numamigrator;

import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** Finds out where pages are by another system call than the one under test: get_mempolicy(2). */
final class SecondLook {

    private static final int NODE_OF_ADDRESS = 1 | 2;

    private SecondLook() {}

    /** Return the node of the caller's page at an address, or a negative errno; a page that is absent is faulted in. */
    static int node(Kernel kernel, long address) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment node = arena.allocate(ValueLayout.JAVA_INT);
            long result = kernel.getMempolicy(new CallFrame(), node, MemorySegment.NULL, 0, address, NODE_OF_ADDRESS);
            return result < 0 ? (int) result : node.get(ValueLayout.JAVA_INT, 0);
        }
    }

    static int[] nodes(Kernel kernel, long... addresses) {
        return Arrays.stream(addresses).mapToInt(address -> node(kernel, address)).toArray();
    }
}
