package io.numamigrator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The room that a peer sets aside for arguments of its system calls, written and read from here (/proc/PID/mem). */
final class PeerMemory implements AutoCloseable {

    private static final long BYTES = 1 << 18;

    private final FileChannel memory;
    private final long base;
    private long used;

    PeerMemory(int pid, long base) {
        try {
            memory = FileChannel.open(
                    Path.of("/proc", String.valueOf(pid), "mem"), StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
        this.base = base;
    }

    /** Forget what was put in. */
    void clear() {
        used = 0;
    }

    /** Put in a copy and return its address in the peer; NULL and wild pointers, segments of no bytes, stay as they are. */
    long put(MemorySegment segment) {
        if (segment.byteSize() == 0) {
            return segment.address();
        }
        long at = used;
        used += (segment.byteSize() + 63) & -64;
        if (used > BYTES) {
            throw new IllegalArgumentException("arguments of more than " + BYTES + " bytes");
        }
        try {
            memory.write(segment.asByteBuffer(), base + at);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
        return base + at;
    }

    /** Copy back what the kernel may have written to a segment that was put in at an address. */
    void get(long address, MemorySegment segment) {
        if (segment.byteSize() == 0) {
            return;
        }
        try {
            memory.read(segment.asByteBuffer(), address);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    @Override
    public void close() {
        try {
            memory.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
