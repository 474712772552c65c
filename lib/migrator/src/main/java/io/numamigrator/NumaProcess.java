package io.numamigrator;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One process as the kernel's page-placement calls see it: this one, or another that may be looked into.
 *
 * <p>Another process can be asked about by its own user if it is dumpable, and with CAP_SYS_PTRACE always (move_pages(2) since Linux
 * 4.13, migrate_pages(2) since 4.15; before, real or effective uid had to match, or CAP_SYS_NICE).
 *
 * <p>A view stands for the process that had the number at the first question. Once it has ended, further questions are an ESRCH, even
 * if another process has the number. During a call that takes several looks the process is held by a pidfd (Linux 5.3); the kernel
 * itself knows only numbers, so a process that ends and is replaced within one system call's time cannot be told.
 */
public interface NumaProcess {

    /** Returns the process id; 0 is this process. */
    int pid();

    /** Returns where the pages of a range live. */
    PageReport locate(MemoryRange range);

    /**
     * Returns where the pages of a range live, in a reusable buffer; allocates nothing if the buffer is large enough.
     *
     * @return {@code into}, filled again
     */
    PageBuffer locate(MemoryRange range, PageBuffer into);

    /** Returns where the pages of several ranges live, ascending by address, each page once. */
    PageReport locate(List<MemoryRange> ranges);

    /** Say where the page of each address lives, in the order given; addresses need no alignment and may repeat. */
    PageReport locate(long[] addresses);

    /** Finds out for the addresses of a report that have no page why, and returns a report that says so: see {@link NumaMigrator#classify}. */
    PageReport classify(PageView report);

    /** Moves the pages of a range that no other mapping holds to a node ({@link MoveScope#EXCLUSIVE}, one attempt). */
    default MoveResult move(MemoryRange range, int node) {
        Objects.requireNonNull(range, "range");
        return move(Placement.of(range, node), MoveOptions.DEFAULT);
    }

    /**
     * Moves each part of a placement to its node.
     *
     * @throws IllegalArgumentException if the placement names a segment and this is another process
     * @throws NumaException if the kernel refused the whole request before anything was moved
     */
    MoveResult move(Placement placement, MoveOptions options);

    /**
     * Moves every page that lives on a node of {@code from} to the node of {@code to} with the same rank (migrate_pages(2)).
     *
     * <p>Without CAP_SYS_NICE pages that other processes map too are skipped, and the kernel does not count them. So the
     * result is checked against numa_maps: see {@link MigrateResult}. A target that fills up ends the call with ENOMEM after some pages
     * have moved; that, too, is a result. A hugetlb page that its target has no page for ends the call before anything has moved; then
     * the other areas are moved one by one, and {@link MigrateResult#shortages()} names the page.
     *
     * @throws NumaException if the kernel refused the call before anything was moved: ESRCH, EPERM, EINVAL (no target with memory is
     *     allowed to the caller, or the process has no memory: a kernel thread, a zombie)
     */
    MigrateResult migrate(NodeSet from, NodeSet to);

    /**
     * Reads the VMAs of the process, each with its policy and its pages by node (/proc/PID/numa_maps); ascending by address.
     *
     * <p>Empty for a kernel thread or a zombie. The kernel walks all page tables of the process.
     *
     * @throws NumaException ESRCH, EACCES (another user's process, or one that is not dumpable), ENOSYS (this kernel has no NUMA)
     */
    List<Vma> maps();

    /**
     * Reads what the process has mapped, without its pages (/proc/PID/maps); ascending by address.
     *
     * <p>Much cheaper than {@link #maps}: the kernel walks no page tables for it.
     *
     * @throws NumaException ESRCH, EACCES (another user's process, or one that is not dumpable)
     */
    List<Vma.Mapping> mappings();

    /**
     * Returns the swapped bytes of each area that has any (/proc/PID/smaps), ascending by address.
     *
     * <p>Swapped pages are on no node, and {@link #maps} does not count them. The kernel walks all page tables of the process for it, unless
     * no swap of this machine is in use.
     *
     * @throws NumaException ESRCH, EACCES (another user's process, or one that is not dumpable), ENOSYS (this kernel has no smaps:
     *     CONFIG_PROC_PAGE_MONITOR)
     */
    Map<MemoryRange, Long> swapped();

    /**
     * Returns who the process is, for somebody who will ask about it later: see {@link ProcessIdentity}.
     *
     * @throws NumaException ESRCH (no such process, or it only waits to be reaped), ENOENT (no /proc is mounted here)
     */
    ProcessIdentity identity();

    /** Diagnoses what this library may do with the process and what it may not, with remedies. */
    Diagnosis explain();

    /**
     * Explains the same of a JVM, judged by the flags that it runs with instead of its command line.
     *
     * @param flags what the JVM answered, or why it did not
     */
    Diagnosis explain(JvmFlags flags);

    /**
     * Returns the directory of this process in /proc: {@code /proc/self/} or {@code /proc/4711/}.
     *
     * <p>A mounted /proc may number processes otherwise than system calls do; reading {@code /proc/PID} without this check may read a
     * stranger. That the process exists is not checked.
     *
     * @throws NumaException ESRCH if /proc shows another process under this number; the message names the remedy
     */
    String procDirectory();
}
