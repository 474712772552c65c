package io.numamigrator;

import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The calls about processes and policies as they are, with masks of 1024 nodes. */
final class PolicyCall {

    static final int DEFAULT = 0;
    static final int BIND = 2;
    static final int INTERLEAVE = 3;
    static final int WEIGHTED_INTERLEAVE = 6;

    static final int STRICT = 1;
    static final int MOVE = 2;
    static final int MOVE_ALL = 4;

    private static final int MPOL_F_ADDR = 2;
    private static final int WORDS = 16;
    /** The kernel reads one bit less than it is told. */
    private static final int MAXNODE = WORDS * 64 + 1;

    private PolicyCall() {}

    static long migratePages(Kernel kernel, int pid, NodeSet from, NodeSet to) {
        try (Arena arena = Arena.ofConfined()) {
            return kernel.migratePages(new CallFrame(), pid, MAXNODE, mask(arena, from), mask(arena, to));
        }
    }

    static long mbind(Kernel kernel, MemoryRange range, int mode, NodeSet nodes, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = mask(arena, nodes);
            return kernel.mbind(new CallFrame(), range.start(), range.bytes(), mode, mask, MAXNODE, flags);
        }
    }

    static long setMempolicy(Kernel kernel, int mode, NodeSet nodes) {
        try (Arena arena = Arena.ofConfined()) {
            return kernel.setMempolicy(new CallFrame(), mode, mask(arena, nodes), MAXNODE);
        }
    }

    /** Return the mode of the policy that the VMA of an address has of its own. */
    static int mode(Kernel kernel, long address) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mode = arena.allocate(ValueLayout.JAVA_INT);
            long result = kernel.getMempolicy(new CallFrame(), mode, MemorySegment.NULL, 0, address, MPOL_F_ADDR);
            return result < 0 ? (int) result : mode.get(ValueLayout.JAVA_INT, 0);
        }
    }

    /** Run work whose page faults get memory of one node alone; VMAs keep no policy from it. */
    static void boundTo(int node, Kernel kernel, Runnable work) {
        succeeded(setMempolicy(kernel, BIND, NodeSet.of(node)));
        try {
            work.run();
        } finally {
            succeeded(setMempolicy(kernel, DEFAULT, NodeSet.empty()));
        }
    }

    private static void succeeded(long result) {
        if (result < 0) {
            throw new IllegalStateException("set_mempolicy: " + Errno.of((int) -result));
        }
    }

    private static MemorySegment mask(Arena arena, NodeSet nodes) {
        MemorySegment mask = arena.allocate(ValueLayout.JAVA_LONG, WORDS);
        nodes.stream().forEach(node -> {
            long word = mask.getAtIndex(ValueLayout.JAVA_LONG, node / 64);
            mask.setAtIndex(ValueLayout.JAVA_LONG, node / 64, word | 1L << node);
        });
        return mask;
    }
}
