package io.numamigrator;

import java.lang.foreign.MemorySegment;

/** What a segment must be to have pages that the kernel can be asked about. */
final class Segments {

    private Segments() {}

    static MemorySegment requireNative(MemorySegment segment) {
        if (!segment.isNative()) {
            throw new IllegalArgumentException(
                    "a heap segment has no fixed address: the garbage collector moves it; allocate from an Arena,"
                            + " a direct buffer or a mapped file");
        }
        return segment;
    }

    /** Check what the JDK would check at an access: the scope is alive and this thread may use it. */
    static MemorySegment requireUsable(MemorySegment segment) {
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
