package io.numamigrator;

import io.numamigrator.bindings.NativeCall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Memory mapped with mmap(2) in ways that the library has no need of; unmapped when the arena closes. */
final class Mapping {

    static final int NONE = 0;
    static final int READ = 1;
    static final int READ_WRITE = 3;

    static final int SHARED = 1;
    static final int PRIVATE = 2;
    static final int ANONYMOUS = 0x20;
    static final int HUGETLB = 0x40000;

    private Mapping() {}

    /** Map bytes of a file, or with ANONYMOUS and descriptor -1 of none. */
    static MemorySegment map(Arena arena, long bytes, int protection, int flags, int descriptor) {
        long address = LinuxCalls.call(LinuxCalls.MMAP, 0, bytes, protection, flags, descriptor, 0);
        return NativeCall.view(address, bytes, arena, () -> LinuxCalls.call(LinuxCalls.MUNMAP, address, bytes));
    }

    /** Open a file in memory (memfd_create(2)) of so many bytes; closed when the arena closes. */
    static int fileInMemory(Arena arena, long bytes) {
        int file = (int) LinuxCalls.call(LinuxCalls.MEMFD_CREATE, arena.allocateFrom("contract").address(), 0);
        NativeCall.view(0, 0, arena, () -> LinuxCalls.call(LinuxCalls.CLOSE, file));
        LinuxCalls.call(LinuxCalls.FTRUNCATE, file, bytes);
        return file;
    }

    static void protect(MemorySegment memory, int protection) {
        LinuxCalls.call(LinuxCalls.MPROTECT, memory.address(), memory.byteSize(), protection);
    }

    static void advise(MemorySegment memory, int advice) {
        LinuxCalls.call(LinuxCalls.MADVISE, memory.address(), memory.byteSize(), advice);
    }
}
