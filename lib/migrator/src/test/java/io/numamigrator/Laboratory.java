package io.numamigrator;

import io.numamigrator.kernel.Kernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A subject with several nodes, on which pages can be brought into any state that a kernel treats in its own way.
 *
 * <p>What a machine cannot do ends the test as skipped, with the reason.
 */
interface Laboratory extends Subject {

    /** Return the kernel itself, for rules about what it answers. */
    Kernel kernel();

    /** Return the kernel's release; expectations depend on it. */
    KernelRelease release();

    /** Return page-aligned memory of this many base pages, each written to, all on one node. */
    MemorySegment on(int node, Arena arena, int pages);

    /** Hold the pages of this memory as a device would, until the arena closes. */
    void pin(MemorySegment memory, Arena arena);

    /** Return the node of each of the caller's pages by another call than the one under test, or why it has none. */
    int[] places(long... addresses);
}
