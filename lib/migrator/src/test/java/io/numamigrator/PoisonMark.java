package io.numamigrator;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Marks untouched memory as poisoned (UFFDIO_POISON, Linux 6.6): what broken memory looks like, without breaking any. */
final class PoisonMark {

    private static final int USER_MODE_ONLY = 1;
    private static final long API = 0xc018aa3fL;
    private static final long REGISTER = 0xc020aa00L;
    private static final long POISON = 0xc020aa08L;
    private static final long FEATURE_POISON = 1 << 14;

    private PoisonMark() {}

    static void put(MemoryRange memory) {
        long descriptor = LinuxCalls.ask(LinuxCalls.USERFAULTFD, USER_MODE_ONLY);
        assumeTrue(descriptor >= 0, "no userfaultfd(2)");
        try (Arena arena = Arena.ofConfined()) {
            assumeTrue(ask(arena, descriptor, API, 0xaa, FEATURE_POISON, 0), "no UFFDIO_POISON (Linux 6.6)");
            assumeTrue(ask(arena, descriptor, REGISTER, memory.start(), memory.bytes(), 1, 0), "UFFDIO_REGISTER");
            assumeTrue(ask(arena, descriptor, POISON, memory.start(), memory.bytes(), 0, 0), "UFFDIO_POISON");
        } finally {
            LinuxCalls.call(LinuxCalls.CLOSE, descriptor);
        }
    }

    private static boolean ask(Arena arena, long descriptor, long request, long... words) {
        MemorySegment argument = arena.allocateFrom(ValueLayout.JAVA_LONG, words);
        return LinuxCalls.ask(LinuxCalls.IOCTL, descriptor, request, argument.address()) == 0;
    }
}
