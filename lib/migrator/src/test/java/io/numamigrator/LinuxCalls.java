package io.numamigrator;

import io.numamigrator.bindings.NativeCall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** System calls that only tests need, by their numbers on x86-64. */
final class LinuxCalls {

    static final int CLOSE = 3;
    static final int FCNTL = 72;
    static final int PIPE2 = 293;
    static final int SET_MEMPOLICY = 238;
    static final int VMSPLICE = 278;

    private LinuxCalls() {}

    /** Make a system call and return what it returned, or a negative errno. */
    static long ask(int number, long... arguments) {
        long[] a = java.util.Arrays.copyOf(arguments, 6);
        MemorySegment errno = Arena.ofAuto().allocate(NativeCall.errnoSize(), 8);
        return NativeCall.syscall(errno, number, a[0], a[1], a[2], a[3], a[4], a[5], MemorySegment.NULL);
    }

    /** Make a system call that has to succeed. */
    static long call(int number, long... arguments) {
        long result = ask(number, arguments);
        if (result < 0 && result > -4096) {
            throw new IllegalStateException("system call " + number + ": " + Errno.of((int) -result));
        }
        return result;
    }
}
