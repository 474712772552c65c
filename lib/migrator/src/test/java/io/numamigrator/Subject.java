package io.numamigrator;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** What a contract test is run on: a kernel, and memory in known states. */
interface Subject {

    /** Return the migrator under test; the subject closes it. */
    NumaMigrator numa();

    /** Return the nodes that hold memory and may be used here, at least one. */
    NodeSet nodes();

    /** Return page-aligned memory of this many base pages, each written to. */
    default MemorySegment touched(Arena arena, int pages) {
        MemorySegment memory = untouched(arena, pages);
        write(memory);
        return memory;
    }

    /** Write to every page of this memory that holds one of its bytes. */
    default void write(MemorySegment memory) {
        memory.fill((byte) 1);
    }

    /** Return page-aligned anonymous memory of its own VMA that nobody has touched, small pages only. */
    MemorySegment untouched(Arena arena, int pages);

    /** Return memory that the kernel may back with huge pages, from a huge-page boundary on. */
    MemorySegment hugePages(Arena arena, long bytes);

    /** Give back the pages of this memory; it is untouched again. */
    void discard(MemorySegment memory);

    /** Return the size of a transparent huge page, which is that of the hugetlb pool, too. */
    long hugePageSize();

    /** Return the size of a base page. */
    default int pageSize() {
        return numa().backend().pageSize();
    }
}
