package io.numamigrator;

import io.numamigrator.kernel.Kernel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes memory of every kind that has no page here: one text for the running kernel and the simulated one.
 *
 * <p>What a machine cannot make ends the test as skipped, with the reason. All of it is given back on {@link #close()}.
 */
interface AbsentMemory extends AutoCloseable {

    /** Returns the migrator under test. */
    NumaMigrator numa();

    /** Returns the kernel itself, to ask it without the library. */
    Kernel kernel();

    /** Returns the nodes with memory. */
    NodeSet nodes();

    KernelRelease release();

    /** Returns the size of a base page. */
    default int pageSize() {
        return kernel().pageSize();
    }

    /** Maps private memory and touches none of it. */
    MemoryRange untouched(int pages);

    /** Maps private memory and writes to each page, all on one node. */
    MemoryRange touched(int pages, int node);

    /** Maps private memory and reads each page: the shared zero page. */
    MemoryRange zero(int pages);

    /** Maps a file in memory that another mapping of this process has touched, all on one node; {@code stays} if that is mapped still. */
    MemoryRange cached(int pages, int node, boolean stays);

    /** Maps a file on a disk whose pages are in the page cache, all on one node. */
    MemoryRange cachedFile(int pages, int node);

    /** Maps a file in memory that has no page yet. */
    MemoryRange hole(int pages);

    /** Maps private memory that one huge page fills, on a node. */
    MemoryRange huge(int node);

    /** Maps a shared hugetlb page that another mapping has touched. */
    MemoryRange hugetlb(int node);

    /** Maps private memory and has it swapped out. */
    MemoryRange swapped(int pages, int node);

    /** Maps shared memory and has it swapped out, so that nothing stands in the page table any more. */
    MemoryRange sharedSwapped(int pages, int node);

    /** Maps frames of a device. */
    MemoryRange device();

    /** Maps private memory and makes it a guard region. */
    MemoryRange guard(int pages);

    /** Maps private memory and has the kernel take it for broken. */
    MemoryRange poisoned(int pages);

    /** Returns whether anything was swapped out since this was made: then shared memory may be there that nothing tells of. */
    boolean hasSwapped();

    /** Reads each page as a program does. */
    void read(MemoryRange memory);

    /** Takes the pages of a range out of the page table. */
    void discard(MemoryRange memory);

    /** Reads pages of a range that chance picks, one of two, and returns the range. */
    default MemoryRange halfRead(MemoryRange range, Random random) {
        for (long at = range.start(); at < range.end(); at += pageSize()) {
            if (random.nextBoolean()) {
                read(new MemoryRange(at, pageSize()));
            }
        }
        return range;
    }

    /** Takes pages of a range out of the page table that chance picks, one of three, and returns where they were. */
    default List<Long> pierce(MemoryRange range, Random random) {
        List<Long> discarded = new ArrayList<>();
        for (long at = range.start(); at < range.end(); at += pageSize()) {
            if (random.nextInt(3) == 0) {
                discard(new MemoryRange(at, pageSize()));
                discarded.add(at);
            }
        }
        return discarded;
    }

    @Override
    void close();
}
