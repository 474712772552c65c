package io.numamigrator;

import io.numamigrator.kernel.Kernel;

/**
 * Another process, which does as it is told.
 *
 * <p>It is a target of calls, and through {@link #kernel()} a caller with credentials and a cpuset of its own. Memory in it is
 * named by address.
 */
interface LabProcess extends AutoCloseable {

    /** Return the process id. */
    int pid();

    /** Return the kernel as this process may ask it. */
    Kernel kernel();

    /** Have it map memory of so many base pages and write to each, all on one node. */
    MemoryRange on(int node, int pages);

    /** Have it map memory of so many base pages and touch none. */
    MemoryRange untouched(int pages);

    /** Have it map memory of another process, or file, that this process holds by the same bytes. */
    MemoryRange sharing(MemoryRange memoryOfTheTest, int descriptor);

    /** Have it write to each page. */
    void write(MemoryRange memory);

    /** Have it read from each page. */
    void read(MemoryRange memory);

    /** Have it hold pages as a device would, until it ends. */
    void pin(MemoryRange memory);

    /** Have it fork; the child does as it is told, too, and ends with its parent. */
    LabProcess fork();

    /** Have it take on these user ids, and group 1000; capabilities are left as setresuid(2) leaves them. */
    void become(int real, int effective, int saved);

    /** Let others of its user look into it, or not. */
    void setDumpable(boolean dumpable);

    /** Have it become user 1000 and keep nothing but these capabilities. */
    void becomeUserWith(int... capabilities);

    /** Move it to a cpuset of its own with these nodes, or change the nodes of that one. */
    void confine(NodeSet nodes);

    /** Kill it without waiting for it: it is a zombie until it is reaped. */
    void kill();

    /** Have its parent take note of its end. */
    void reap();

    /** Return the node of each of its pages, {@link Laboratory#NO_PAGE} where there is none, without touching any. */
    int[] places(long... addresses);

    /** End the process; children first. */
    @Override
    void close();
}
