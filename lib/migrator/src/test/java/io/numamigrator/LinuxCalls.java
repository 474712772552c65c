package io.numamigrator;

import io.numamigrator.bindings.NativeCall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** System calls that only tests need, by their numbers here. */
final class LinuxCalls {

    static final int CLOSE = RealMachine.callNumber(3, 57);
    static final int MMAP = RealMachine.callNumber(9, 222);
    static final int MPROTECT = RealMachine.callNumber(10, 226);
    static final int MUNMAP = RealMachine.callNumber(11, 215);
    static final int MADVISE = RealMachine.callNumber(28, 233);
    static final int WAIT4 = RealMachine.callNumber(61, 260);
    static final int KILL = RealMachine.callNumber(62, 129);
    static final int FCNTL = RealMachine.callNumber(72, 25);
    static final int FTRUNCATE = RealMachine.callNumber(77, 46);
    static final int SETRESUID = RealMachine.callNumber(117, 147);
    static final int SETRESGID = RealMachine.callNumber(119, 149);
    static final int CAPSET = RealMachine.callNumber(126, 91);
    static final int MLOCK = RealMachine.callNumber(149, 228);
    static final int PRCTL = RealMachine.callNumber(157, 167);
    static final int SWAPON = RealMachine.callNumber(167, 224);
    static final int SWAPOFF = RealMachine.callNumber(168, 225);
    static final int SCHED_SETAFFINITY = RealMachine.callNumber(203, 122);
    static final int MBIND = RealMachine.callNumber(237, 235);
    static final int SET_MEMPOLICY = RealMachine.callNumber(238, 237);
    static final int GET_MEMPOLICY = RealMachine.callNumber(239, 236);
    static final int MIGRATE_PAGES = RealMachine.callNumber(256, 238);
    static final int OPENAT = RealMachine.callNumber(257, 56);
    static final int VMSPLICE = RealMachine.callNumber(278, 75);
    static final int MOVE_PAGES = RealMachine.callNumber(279, 239);
    static final int PIPE2 = RealMachine.callNumber(293, 59);
    static final int MEMFD_CREATE = RealMachine.callNumber(319, 279);
    static final int IOCTL = RealMachine.callNumber(16, 29);
    static final int USERFAULTFD = RealMachine.callNumber(323, 282);
    static final int SET_MEMPOLICY_HOME_NODE = RealMachine.callNumber(450, 450);

    /** The kernel keeps this many results for errno, whatever the size of a page (MAX_ERRNO). */
    static final int MOST_ERRNO = 4095;

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
        if (result < 0 && result >= -MOST_ERRNO) {
            throw new IllegalStateException("system call " + number + ": " + Errno.of((int) -result));
        }
        return result;
    }
}
