package io.numamigrator;

import io.numamigrator.bindings.NativeCall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Holds pages by lending them to a pipe (vmsplice(2)), which references them until it is closed. */
final class PipePin implements AutoCloseable {

    private static final int F_SETPIPE_SZ = 1031;
    private static final int MOST_PAGES = 256;
    private static final int PAGE = RealMachine.PAGE;

    private final int reading;
    private final int writing;

    private PipePin(int reading, int writing) {
        this.reading = reading;
        this.writing = writing;
    }

    static void hold(MemorySegment memory, Arena until) {
        long piece = (long) MOST_PAGES * PAGE;
        for (long at = 0; at < memory.byteSize(); at += piece) {
            PipePin pin = open();
            NativeCall.view(0, 0, until, pin::close);
            pin.fill(memory.address() + at, Math.min(piece, memory.byteSize() - at));
        }
    }

    private static PipePin open() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ends = arena.allocate(ValueLayout.JAVA_INT, 2);
            LinuxCalls.call(LinuxCalls.PIPE2, ends.address(), 0);
            return new PipePin(ends.getAtIndex(ValueLayout.JAVA_INT, 0), ends.getAtIndex(ValueLayout.JAVA_INT, 1));
        }
    }

    private void fill(long address, long bytes) {
        LinuxCalls.call(LinuxCalls.FCNTL, writing, F_SETPIPE_SZ, (long) MOST_PAGES * PAGE);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment vector = arena.allocateFrom(ValueLayout.JAVA_LONG, address, bytes);
            long lent = LinuxCalls.call(LinuxCalls.VMSPLICE, writing, vector.address(), 1, 0);
            if (lent != bytes) {
                throw new IllegalStateException("the pipe took " + lent + " of " + bytes + " bytes");
            }
        }
    }

    @Override
    public void close() {
        LinuxCalls.call(LinuxCalls.CLOSE, reading);
        LinuxCalls.call(LinuxCalls.CLOSE, writing);
    }
}
