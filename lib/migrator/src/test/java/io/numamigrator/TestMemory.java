package io.numamigrator;

import io.numamigrator.bindings.NativeCall;
import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Fresh mappings from the kernel, untouched, unmapped when their arena closes. */
final class TestMemory {

    private TestMemory() {}

    static MemorySegment map(Kernel kernel, CallFrame frame, Arena arena, long bytes) {
        long address = kernel.mmap(frame, bytes);
        if (address < 0 && address >= -LinuxCalls.MOST_ERRNO) {
            throw new IllegalStateException("mmap: " + Errno.of((int) address));
        }
        return NativeCall.view(address, bytes, arena, () -> kernel.munmap(new CallFrame(), address, bytes));
    }
}
