package io.numamigrator.kernel;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * What this library asks of a kernel.
 *
 * <p>Every call returns the kernel's own answer: what the system call returned, or a negative errno. Arrays are native
 * memory, {@link MemorySegment#NULL} stands for a NULL pointer. The {@link CallFrame} carries the memory that errno is
 * captured in and the segment that has to stay alive until the call is back.
 */
public interface Kernel extends KernelFiles {

    /** Call move_pages(2): {@code count} addresses × int64, nodes × int32 or NULL for a query, status × int32. */
    long movePages(
            CallFrame frame,
            int pid,
            long count,
            MemorySegment pages,
            MemorySegment nodes,
            MemorySegment status,
            int flags);

    /** Call migrate_pages(2). The kernel reads {@code maxNode - 1} bits of each mask. */
    long migratePages(CallFrame frame, int pid, long maxNode, MemorySegment fromMask, MemorySegment toMask);

    /** Call mbind(2) on {@code length} bytes from {@code address}. */
    long mbind(
            CallFrame frame, long address, long length, int mode, MemorySegment nodeMask, long maxNode, int flags);

    /** Call get_mempolicy(2); {@code mode} is one int32, {@code nodeMask} {@code maxNode - 1} bits, either may be NULL. */
    long getMempolicy(
            CallFrame frame, MemorySegment mode, MemorySegment nodeMask, long maxNode, long address, int flags);

    /** Call set_mempolicy(2) for the calling thread. */
    long setMempolicy(CallFrame frame, int mode, MemorySegment nodeMask, long maxNode);

    /** Call set_mempolicy_home_node(2), Linux 5.17. */
    long setMempolicyHomeNode(CallFrame frame, long address, long length, long node, long flags);

    /** Map {@code length} bytes of private anonymous memory, readable and writable, and return their address. */
    long mmap(CallFrame frame, long length);

    /** Unmap {@code length} bytes from {@code address}. */
    long munmap(CallFrame frame, long address, long length);

    /** Call madvise(2) on {@code length} bytes from {@code address}. */
    long madvise(CallFrame frame, long address, long length, int advice);

    /**
     * Call mincore(2): a byte for each page of {@code length} bytes from {@code address} on, its lowest bit whether the page is in memory.
     *
     * <p>Where nothing is mapped at an address, that is whether the file's page is in the page cache. Of files that the caller neither owns
     * nor may write to, Linux 5.2 and later say that all is in memory.
     */
    long mincore(CallFrame frame, long address, long length, MemorySegment vector);

    /**
     * Read /proc/PID/pagemap: {@code count} × int64 from page number {@code firstPage} on.
     *
     * @return how many entries were read, fewer at the end of the address space; or a negative errno
     */
    long readPageMap(CallFrame frame, int pid, long firstPage, int count, MemorySegment entries);

    /** Open a scan of a process's page tables, or return null where this kernel has none (before Linux 6.7). */
    @Nullable PageScan openPageScan(CallFrame frame, int pid);

    /** Take note that the calling process holds a segment; a real kernel knows, a simulated one takes it over. */
    default void notice(MemorySegment segment) {}

    /** Return the number of the calling process in its own pid namespace (getpid(2)). */
    int getpid();

    /**
     * Hold on to another process until {@link #letGo}: once it has ended, calls about it in this frame answer ESRCH, whoever has its number
     * then. Nothing is held where the kernel has no pidfds (Linux 5.3).
     */
    default void hold(CallFrame frame, int pid) {}

    /** Let go of the process that is held in a frame, if one is. */
    default void letGo(CallFrame frame) {}

    /** Return which processes the mounted /proc tells of. */
    default ProcView procView() {
        return ProcView.of(this, getpid());
    }

    /** Return the size of a base page in bytes. */
    int pageSize();

    /** Say who answers, in one line: {@code Linux 6.12.0 through syscall(2)}. */
    String description();
}
