package io.numamigrator;

import io.numamigrator.kernel.Kernel;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

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
public final class NumaProcess {

    private final KernelMigrator migrator;
    private final int pid;

    /** Who the process was when it was first asked about; guarded by nothing, since every look at it gives the same. */
    private volatile Optional<ProcessStat> known = Optional.empty();

    NumaProcess(KernelMigrator migrator, int pid) {
        this.migrator = migrator;
        this.pid = pid;
    }

    /** Return the process id; 0 is this process. */
    public int pid() {
        return pid;
    }

    /** Say where the pages of a range live. */
    public PageReport locate(MemoryRange range) {
        Objects.requireNonNull(range, "range");
        return locate(PageSpan.of(range, pageSize()));
    }

    /**
     * Says where the pages of a range live, in a buffer that is used again; nothing is allocated if it was as large before.
     *
     * @return {@code into}, filled again
     */
    public PageBuffer locate(MemoryRange range, PageBuffer into) {
        Objects.requireNonNull(range, "range");
        Objects.requireNonNull(into, "into");
        requireSame();
        return migrator.locate(pid, range.start(), range.bytes(), into, MemorySegment.NULL);
    }

    /** Say where the pages of several ranges live, ascending by address, each page once. */
    public PageReport locate(List<MemoryRange> ranges) {
        Objects.requireNonNull(ranges, "ranges");
        Placement pieces = Placement.nothing();
        for (MemoryRange range : ranges) {
            pieces = pieces.and(range, 0);
        }
        return locate(RequestBuilder.build(pieces, pageSize()));
    }

    /** Say where the page of each address lives, in the order given; addresses need no alignment and may repeat. */
    public PageReport locate(long[] addresses) {
        Objects.requireNonNull(addresses, "addresses");
        return locate(new AddressList(addresses.clone()));
    }

    private PageReport locate(PageList pages) {
        requireSame();
        return migrator.locate(pid, pages, MemorySegment.NULL);
    }

    private int pageSize() {
        return kernel().pageSize();
    }

    /** Finds out for the addresses of a report that have no page why, and returns a report that says so: see {@link NumaMigrator#classify}. */
    public PageReport classify(PageView report) {
        Objects.requireNonNull(report, "report");
        requireSame();
        return migrator.classify(pid, report);
    }

    /** Move the pages of a range to a node, those that no other mapping holds. */
    public MoveResult move(MemoryRange range, int node) {
        Objects.requireNonNull(range, "range");
        return move(Placement.of(range, node), MoveOptions.DEFAULT);
    }

    /**
     * Move each part of a placement to its node.
     *
     * @throws IllegalArgumentException if the placement names a segment and this is another process
     * @throws NumaException if the kernel refused the whole request before anything was moved
     */
    public MoveResult move(Placement placement, MoveOptions options) {
        Objects.requireNonNull(placement, "placement");
        Objects.requireNonNull(options, "options");
        if (pid != 0 && pid != kernel().getpid()) {
            for (Placement.Part part : placement.parts()) {
                if (part instanceof Placement.Part.OfSegment) {
                    throw new IllegalArgumentException(
                            "a segment is memory of this process; name memory of process " + pid
                                    + " by address: Placement.of(MemoryRange, node)");
                }
            }
        }
        Optional<ProcessStat> before = requireSame();
        MoveResult result = migrator.move(pid, placement, options);
        return before.isEmpty()
                ? result
                : result.about(ProcessStat.change(pid, before, ProcessStat.of(kernel(), pid)));
    }

    /**
     * Move every page that lives on a node of {@code from} to the node of {@code to} with the same rank (migrate_pages(2)).
     *
     * <p>Without CAP_SYS_NICE pages that other processes map too are skipped, and the kernel does not count them. So the
     * result is checked against numa_maps: see {@link MigrateResult}. A target that fills up ends the call with ENOMEM after some pages
     * have moved; that, too, is a result. A hugetlb page that its target has no page for ends the call before anything has moved; then
     * the other areas are moved one by one, and {@link MigrateResult#shortages()} names the page.
     *
     * @throws NumaException if the kernel refused the call before anything was moved: ESRCH, EPERM, EINVAL (no target with memory is
     *     allowed to the caller, or the process has no memory: a kernel thread, a zombie)
     */
    public MigrateResult migrate(NodeSet from, NodeSet to) {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        requireSame();
        MigrateResult result = migrator.withFrame(frame -> Migration.run(kernel(), frame, pid, from, to));
        return RestOfMigration.after(kernel(), this, result);
    }

    /**
     * Read the VMAs of the process, each with its policy and its pages by node (/proc/PID/numa_maps); ascending by address.
     *
     * <p>None of a kernel thread or a zombie. The kernel walks all page tables of the process for it.
     *
     * @throws NumaException ESRCH, EACCES (another user's process, or one that is not dumpable), ENOSYS (this kernel has no NUMA)
     */
    public List<Vma> maps() {
        requireSame();
        return NumaMaps.read(kernel(), pid);
    }

    /**
     * Reads what the process has mapped, without its pages (/proc/PID/maps); ascending by address.
     *
     * <p>Much cheaper than {@link #maps}: the kernel walks no page tables for it.
     *
     * @throws NumaException ESRCH, EACCES (another user's process, or one that is not dumpable)
     */
    public List<Vma.Mapping> mappings() {
        requireSame();
        return NumaMaps.mappings(kernel(), pid);
    }

    /**
     * Returns how much of each area is in the swap, in bytes (/proc/PID/smaps); ascending by address, without the areas of which nothing
     * is.
     *
     * <p>Swapped pages are on no node, and {@link #maps} does not count them. The kernel walks all page tables of the process for it, unless
     * no swap of this machine is in use.
     *
     * @throws NumaException ESRCH, EACCES (another user's process, or one that is not dumpable), ENOSYS (this kernel has no smaps:
     *     CONFIG_PROC_PAGE_MONITOR)
     */
    public Map<MemoryRange, Long> swapped() {
        requireSame();
        return NumaMaps.swapped(kernel(), pid);
    }

    /**
     * Returns who the process is, for somebody who will ask about it later: see {@link ProcessIdentity}.
     *
     * @throws NumaException ESRCH (no such process, or it only waits to be reaped), ENOENT (no /proc is mounted here)
     */
    public ProcessIdentity identity() {
        requireSame();
        return ProcessIdentity.read(kernel(), pid);
    }

    /** Explain what this library may do with the process, what it may not, and what mends it. */
    public Diagnosis explain() {
        return Doctor.examine(kernel(), pid);
    }

    /**
     * Explains the same of a JVM, judged by the flags that it runs with instead of its command line.
     *
     * @param flags what the JVM answered, or why it did not
     */
    public Diagnosis explain(JvmFlags flags) {
        return Doctor.examine(kernel(), pid, Objects.requireNonNull(flags, "flags"));
    }

    /**
     * Returns the directory of this process in /proc: {@code /proc/self/} or {@code /proc/4711/}.
     *
     * <p>A mounted /proc may number processes otherwise than system calls do; reading {@code /proc/PID} without this check may read a
     * stranger. That the process exists is not checked.
     *
     * @throws NumaException ESRCH if /proc shows another process under this number; the message names the remedy
     */
    public String procDirectory() {
        return ProcessFiles.of(kernel(), pid).directory();
    }

    /** Ask /proc whether the number still belongs to the process that was asked about first, and return who it is. */
    private Optional<ProcessStat> requireSame() {
        Optional<ProcessStat> now = ProcessStat.of(kernel(), pid);
        Optional<ProcessStat> then = known;
        if (then.isEmpty()) {
            known = now;
        } else if (now.isPresent() && now.get().start() != then.get().start()) {
            throw new NumaException("read /proc/" + pid + "/stat", pid, 0, Errno.ESRCH,
                    "process " + pid + " of before has ended, and another one has its number now",
                    "call process(" + pid + ") anew if that one is meant");
        }
        return now;
    }

    private Kernel kernel() {
        return migrator.kernel();
    }

    @Override
    public String toString() {
        return pid == 0 ? "this process" : "process " + pid;
    }
}
