package io.numamigrator;

import io.numamigrator.bindings.Libc;
import io.numamigrator.engine.KernelMigrator;
import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The running Linux kernel, by one route. */
final class LinuxSubject implements Subject {

    private static final long HUGE = RealMachine.HUGE;

    private final KernelMigrator numa;
    private final CallFrame frame = new CallFrame();

    LinuxSubject(Route route) {
        numa = (KernelMigrator) NumaMigrator.system(route);
    }

    @Override
    public NumaMigrator numa() {
        return numa;
    }

    @Override
    public long hugePageSize() {
        return HUGE;
    }

    @Override
    public NodeSet nodes() {
        try {
            return kernel().read("/proc/self/status")
                    .lines()
                    .filter(line -> line.startsWith("Mems_allowed_list:"))
                    .map(line -> NodeSet.parse(line.substring(line.indexOf(':') + 1)))
                    .findAny()
                    .orElseThrow();
        } catch (IOException hidden) {
            throw new UncheckedIOException(hidden);
        }
    }

    private Kernel kernel() {
        return numa.kernel();
    }

    @Override
    public MemorySegment untouched(Arena arena, int pages) {
        MemorySegment memory = map(arena, (long) pages * pageSize());
        advise(memory, Libc.MADV_NOHUGEPAGE());
        return memory;
    }

    @Override
    public MemorySegment hugePages(Arena arena, long bytes) {
        MemorySegment wide = map(arena, bytes + HUGE);
        advise(wide, Libc.MADV_HUGEPAGE());
        return wide.asSlice(-wide.address() & (HUGE - 1), bytes);
    }

    private MemorySegment map(Arena arena, long bytes) {
        return TestMemory.map(kernel(), frame, arena, bytes);
    }

    @Override
    public void discard(MemorySegment memory) {
        if (memory.byteSize() > 0) {
            advise(memory, Libc.MADV_DONTNEED());
        }
    }

    private void advise(MemorySegment memory, int advice) {
        long result = kernel().madvise(frame, memory.address(), memory.byteSize(), advice);
        if (result < 0) {
            throw new IllegalStateException("madvise " + advice + ": " + Errno.of((int) result));
        }
    }
}
