package io.numamigrator;

import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** The running kernel of a machine with several nodes, which the tests have to themselves: a guest. */
final class GuestLaboratory implements Laboratory {

    private static final int BIND = 2;
    private static final int DEFAULT = 0;

    private final LinuxSubject linux;

    GuestLaboratory(Route route) {
        linux = new LinuxSubject(route);
    }

    @Override
    public NumaMigrator numa() {
        return linux.numa();
    }

    @Override
    public Kernel kernel() {
        return ((KernelMigrator) linux.numa()).kernel();
    }

    @Override
    public KernelRelease release() {
        return KernelRelease.of(System.getProperty("os.version"));
    }

    @Override
    public NodeSet nodes() {
        return linux.nodes();
    }

    @Override
    public MemorySegment untouched(Arena arena, int pages) {
        return linux.untouched(arena, pages);
    }

    @Override
    public MemorySegment hugePages(Arena arena, long bytes) {
        return linux.hugePages(arena, bytes);
    }

    @Override
    public void discard(MemorySegment memory) {
        linux.discard(memory);
    }

    @Override
    public MemorySegment on(int node, Arena arena, int pages) {
        MemorySegment memory = untouched(arena, pages);
        boundTo(node, () -> memory.fill((byte) 1));
        return memory;
    }

    /** Run work whose page faults get memory of one node alone, whatever the VMA; the VMA keeps no policy of its own. */
    private void boundTo(int node, Runnable work) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = arena.allocate(ValueLayout.JAVA_LONG, 16);
            mask.setAtIndex(ValueLayout.JAVA_LONG, node / 64, 1L << node);
            setPolicy(BIND, mask);
            try {
                work.run();
            } finally {
                setPolicy(DEFAULT, MemorySegment.NULL);
            }
        }
    }

    private void setPolicy(int mode, MemorySegment mask) {
        long result = kernel().setMempolicy(new CallFrame(), mode, mask, mask.byteSize() * 8);
        if (result < 0) {
            throw new IllegalStateException("set_mempolicy " + mode + ": " + Errno.of((int) -result));
        }
    }

    @Override
    public void pin(MemorySegment memory, Arena arena) {
        PipePin.hold(memory, arena);
    }

    @Override
    public int[] places(long... addresses) {
        return Arrays.stream(addresses).map(address -> SecondLook.node(kernel(), address)).mapToInt(node -> (int) node)
                .toArray();
    }
}
