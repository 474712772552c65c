package io.numamigrator.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The native memory of one call frame: freed when the frame is closed.
 *
 * <p>A migrator that nobody closed cannot close its frames. Their memory is freed when the next frame of any migrator is made, which
 * takes no thread and no native access.
 */
final class FrameMemory extends PhantomReference<CallFrame> {

    private static final ReferenceQueue<CallFrame> FORGOTTEN = new ReferenceQueue<>();

    /** All that is not freed: a reference that is itself unreachable would never be queued. */
    private static final Set<FrameMemory> ALL = ConcurrentHashMap.newKeySet();

    private final Arena arena = Arena.ofShared();

    private FrameMemory(CallFrame owner) {
        super(owner, FORGOTTEN);
    }

    static FrameMemory of(CallFrame owner) {
        while (FORGOTTEN.poll() instanceof FrameMemory forgotten) {
            forgotten.free();
        }
        FrameMemory memory = new FrameMemory(owner);
        ALL.add(memory);
        return memory;
    }

    /** Returns so many bytes, zeroed, on a boundary of 64 bytes. */
    MemorySegment allocate(long bytes) {
        return arena.allocate(bytes, 64);
    }

    void free() {
        if (ALL.remove(this)) {
            clear();
            arena.close();
        }
    }
}
