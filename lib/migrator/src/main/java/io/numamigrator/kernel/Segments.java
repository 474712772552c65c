package io.numamigrator.kernel;

import java.lang.foreign.MemorySegment;

/** What a segment must be to have pages that the kernel can be asked about. */
public final class Segments {

    private Segments() {}

    public static MemorySegment requireNative(MemorySegment segment) {
        if (!segment.isNative()) {
            throw new IllegalArgumentException(
                    "a heap segment has no fixed address: the garbage collector moves it; allocate from an Arena,"
                            + " a direct buffer or a mapped file");
        }
        if (wraps(segment.address(), segment.byteSize())) {
            throw new IllegalArgumentException(
                    "a segment of " + segment.byteSize() + " bytes from 0x" + Long.toHexString(segment.address())
                            + " wraps around the address space");
        }
        return segment;
    }

    /** Tells whether bytes lie behind the last address there is; that the last of them has it is possible. */
    public static boolean wraps(long start, long bytes) {
        return bytes > 0 && Long.compareUnsigned(start + bytes - 1, start) < 0;
    }

    /** Check what the JDK would check at an access: the scope is alive and this thread may use it. */
    public static MemorySegment requireUsable(MemorySegment segment) {
        requireNative(segment);
        if (!segment.scope().isAlive()) {
            throw new IllegalStateException("Already closed");
        }
        if (!segment.isAccessibleBy(Thread.currentThread())) {
            throw new WrongThreadException("the segment is confined to another thread");
        }
        return segment;
    }
}
