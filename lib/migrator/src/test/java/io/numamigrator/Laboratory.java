package io.numamigrator;

import io.numamigrator.kernel.Kernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A subject with several nodes, on which pages can be brought into any state that a kernel treats in its own way.
 *
 * <p>What a machine cannot do ends the test as skipped, with the reason. Memory is given back when its arena closes.
 */
interface Laboratory extends Subject {

    /** The place of an address that has no page of its own: in no VMA, never touched, swapped out, or the shared zero page. */
    int NO_PAGE = -1;

    /** The same pages at two addresses, and the file they are of. */
    record Twins(MemorySegment first, MemorySegment second, int file) {}

    /** Return the kernel itself, for rules about what it answers. */
    Kernel kernel();

    /** Return the kernel's release; expectations depend on it. */
    KernelRelease release();

    /** Return how many node ids the kernel was compiled for. */
    int nodeIds();

    /** Return the nodes that are online and have no memory. */
    NodeSet memoryless();

    /** Return page-aligned memory of this many base pages, each written to, all on one node. */
    MemorySegment on(int node, Arena arena, int pages);

    /** Return memory of so many bytes in transparent huge pages, all on one node. */
    MemorySegment hugeOn(int node, Arena arena, long bytes);

    /** Return memory of so many pages of the hugetlb pool, all on one node. */
    MemorySegment hugetlbOn(int node, Arena arena, int pages);

    /** Return the pages of a file in memory, all on one node, mapped twice. */
    Twins twiceOn(int node, Arena arena, int pages);

    /** Return the pages of a file in memory, all on one node, mapped once. */
    MemorySegment fileOn(int node, Arena arena, int pages);

    /** Return anonymous memory that was read and never written: the shared zero page throughout. */
    MemorySegment zeroPages(Arena arena, int pages);

    /** Write zeroes to all of this memory. */
    default void clear(MemorySegment memory) {
        memory.fill((byte) 0);
    }

    /** Hold the pages of this memory as a device would, until the arena closes. */
    void pin(MemorySegment memory, Arena arena);

    /** Lock this memory (mlock(2)). */
    void lock(MemorySegment memory);

    /** Take all access away from this memory. */
    void forbid(MemorySegment memory);

    /** Give access back to this memory. */
    void allow(MemorySegment memory);

    /** Fill all pages of this memory alike and have the kernel merge them into one (KSM). */
    void merge(MemorySegment memory);

    /** Have these pages written to swap. */
    void swapOut(MemorySegment memory, Arena arena);

    /**
     * Take memory of a node until about so many bytes are left for others, until the arena closes. Returns how many bytes can
     * come there at most: what is left, and what the kernel may still take away from page caches to make room.
     */
    long fill(int node, long bytesLeft, Arena arena);

    /** Give a node this weight for weighted interleaving, until the arena closes. */
    void weigh(int node, int weight, Arena arena);

    /** Run the calling thread on the CPUs of a node, if it has any, from now on. */
    void runOn(int node);

    /** Start another process. */
    LabProcess process();

    /** Return the node of each of the caller's pages by other means than the call under test, {@link #NO_PAGE} without one. */
    int[] places(long... addresses);
}
