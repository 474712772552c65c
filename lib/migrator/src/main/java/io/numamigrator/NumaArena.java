package io.numamigrator;

import io.numamigrator.kernel.LinuxKernels;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * An arena whose memory has a memory policy before its first touch. Closing the arena unmaps the memory.
 *
 * <p>Each allocation is its own mapping of whole, zeroed pages. So allocate large blocks
 * and slice them with {@link java.lang.foreign.SegmentAllocator#slicingAllocator}. A page gets memory
 * when it is first touched; the policy decides on which node.
 *
 * {@snippet :
 * try (Arena arena = NumaArena.ofConfined(numa, MemoryPolicy.bind(NodeSet.of(1)))) {
 *     MemorySegment table = arena.allocate(64 << 20);
 * }
 * }
 */
public final class NumaArena implements Arena {

    private final NumaProvider.Mapper mapper;
    private final MemoryPolicy policy;
    private final Arena lifetime;

    private NumaArena(NumaMigrator numa, MemoryPolicy policy, Arena lifetime) {
        this.mapper = NumaProvider.library().mapper(numa, policy);
        this.policy = policy;
        this.lifetime = lifetime;
    }

    /** Opens an arena that only the calling thread may use and close, as {@link Arena#ofConfined} does. */
    public static NumaArena ofConfined(NumaMigrator numa, MemoryPolicy policy) {
        Objects.requireNonNull(numa, "numa");
        Objects.requireNonNull(policy, "policy");
        return new NumaArena(numa, policy, Arena.ofConfined());
    }

    /** Opens an arena that any thread may use and close, as {@link Arena#ofShared} does. */
    public static NumaArena ofShared(NumaMigrator numa, MemoryPolicy policy) {
        Objects.requireNonNull(numa, "numa");
        Objects.requireNonNull(policy, "policy");
        return new NumaArena(numa, policy, Arena.ofShared());
    }

    /** Returns the policy of this arena's memory. */
    public MemoryPolicy policy() {
        return policy;
    }

    /**
     * Maps memory and gives it the policy; its pages are not touched yet.
     *
     * @param byteSize in bytes; the mapping is rounded up to whole pages
     * @param byteAlignment in bytes, a power of two; 2 MiB lets the kernel use huge pages from the start
     * @throws IllegalArgumentException if the size is negative or the alignment no power of two
     * @throws IllegalStateException if this arena or its migrator is closed
     * @throws WrongThreadException if this arena is confined to another thread
     * @throws NumaException if the kernel refuses the memory (ENOMEM) or the policy (EINVAL); nothing stays mapped then
     */
    @Override
    public MemorySegment allocate(long byteSize, long byteAlignment) {
        if (byteSize < 0) {
            throw new IllegalArgumentException("a segment cannot have " + byteSize + " bytes");
        }
        if (Long.bitCount(byteAlignment) != 1 || byteAlignment < 0) {
            throw new IllegalArgumentException("an alignment is a power of two, not " + byteAlignment);
        }
        // Before anything is mapped: checks the scope and the thread.
        MemorySegment empty = LinuxKernels.view(byteAlignment, 0, lifetime, null);
        return byteSize == 0 ? empty : mapper.map(byteSize, byteAlignment, lifetime);
    }

    @Override
    public MemorySegment.Scope scope() {
        return lifetime.scope();
    }

    /** Closes the arena and unmaps its memory. */
    @Override
    public void close() {
        lifetime.close();
    }

    @Override
    public String toString() {
        return "NumaArena[" + policy + "]";
    }
}
