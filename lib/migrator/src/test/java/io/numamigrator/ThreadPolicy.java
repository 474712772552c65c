package io.numamigrator;

import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The memory policy of the thread that a kernel is asked by, set for a while. */
final class ThreadPolicy {

    private static final int DEFAULT = 0;
    private static final int BIND = 2;

    private ThreadPolicy() {}

    /** Run work whose page faults get memory of one node alone; VMAs keep no policy from it. */
    static void bound(Kernel kernel, int node, Runnable work) {
        try (Arena arena = Arena.ofConfined()) {
            set(kernel, BIND, mask(arena, NodeSet.of(node)));
            try {
                work.run();
            } finally {
                set(kernel, DEFAULT, MemorySegment.NULL);
            }
        }
    }

    private static void set(Kernel kernel, int mode, MemorySegment mask) {
        long result = kernel.setMempolicy(new CallFrame(), mode, mask, mask.byteSize() * 8);
        if (result < 0) {
            throw new IllegalStateException("set_mempolicy " + mode + ": " + Errno.of((int) -result));
        }
    }

    /** Return a node mask of 1024 bits. */
    static MemorySegment mask(Arena arena, NodeSet nodes) {
        MemorySegment mask = arena.allocate(ValueLayout.JAVA_LONG, 16);
        nodes.stream().forEach(node -> {
            long word = mask.getAtIndex(ValueLayout.JAVA_LONG, node / 64);
            mask.setAtIndex(ValueLayout.JAVA_LONG, node / 64, word | 1L << node);
        });
        return mask;
    }
}
