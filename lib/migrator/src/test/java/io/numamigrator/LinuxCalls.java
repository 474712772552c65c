package io.numamigrator;

import io.numamigrator.bindings.NativeCall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** System calls that only tests need, by their numbers on x86-64. */
final class LinuxCalls {

    static final int CLOSE = 3;
    static final int MMAP = 9;
    static final int MPROTECT = 10;
    static final int MUNMAP = 11;
    static final int MADVISE = 28;
    static final int WAIT4 = 61;
    static final int KILL = 62;
    static final int FCNTL = 72;
    static final int FTRUNCATE = 77;
    static final int SETRESUID = 117;
    static final int SETRESGID = 119;
    static final int CAPSET = 126;
    static final int MLOCK = 149;
    static final int PRCTL = 157;
    static final int SWAPON = 167;
    static final int SWAPOFF = 168;
    static final int SCHED_SETAFFINITY = 203;
    static final int MBIND = 237;
    static final int SET_MEMPOLICY = 238;
    static final int GET_MEMPOLICY = 239;
    static final int MIGRATE_PAGES = 256;
    static final int OPENAT = 257;
    static final int VMSPLICE = 278;
    static final int MOVE_PAGES = 279;
    static final int PIPE2 = 293;
    static final int MEMFD_CREATE = 319;
    static final int SET_MEMPOLICY_HOME_NODE = 450;

    private LinuxCalls() {}

    /** Make a system call and return what it returned, or a negative errno. */
    static long ask(int number, long... arguments) {
        long[] a = Arrays.copyOf(arguments, 6);
        MemorySegment errno = Arena.ofAuto().allocate(NativeCall.errnoSize(), 8);
        return NativeCall.syscall(errno, number, a[0], a[1], a[2], a[3], a[4], a[5], MemorySegment.NULL);
    }

    /** Make a system call that has to succeed. */
    static long call(int number, long... arguments) {
        return succeeded(number, ask(number, arguments));
    }

    static long succeeded(int number, long result) {
        if (result < 0 && result > -4096) {
            throw new IllegalStateException("system call " + number + ": " + Errno.of((int) -result));
        }
        return result;
    }
}
