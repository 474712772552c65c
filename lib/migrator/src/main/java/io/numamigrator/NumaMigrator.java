package io.numamigrator;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Locates the pages of Linux processes and moves them between NUMA nodes.
 *
 * <p>Safe for use by any number of threads. A call into the kernel pins a virtual thread to its carrier while it lasts: a query
 * of 4096 pages for about 0.2 ms, a move of 4096 pages for several; longer work is cut into such calls.
 *
 * <p>A segment names the pages that hold at least one of its bytes, so an unaligned segment reaches to the page boundaries. A
 * segment of zero bytes names none. Its arena cannot be closed during a call; a closed arena is an
 * {@link IllegalStateException}, another thread's confined arena a {@link WrongThreadException}, a heap segment an
 * {@link IllegalArgumentException}. A wild address is no error: its page is reported as EFAULT.
 *
 * {@snippet :
 * try (NumaMigrator numa = NumaMigrator.system()) {
 *     System.out.println(numa.locate(table).bytesByNode());
 *     numa.move(table, 1).orThrow();
 * }
 * }
 */
public interface NumaMigrator extends AutoCloseable {

    /**
     * Opens the running Linux kernel, through {@code syscall(2)}.
     *
     * @throws NumaUnavailableException if the kernel cannot be called; the message names the cause and the remedy
     */
    static NumaMigrator system() {
        return system(Route.SYSCALL);
    }

    /**
     * Opens the running Linux kernel via the given route.
     *
     * @throws NumaUnavailableException if the kernel cannot be called via that route; no other route is tried
     */
    static NumaMigrator system(Route route) {
        return NumaProvider.library().open(Objects.requireNonNull(route, "route"));
    }

    /** Opens the running Linux kernel; returns empty where {@link #system()} would throw. */
    static Optional<NumaMigrator> find() {
        try {
            return Optional.of(system());
        } catch (NumaUnavailableException unavailable) {
            return Optional.empty();
        }
    }

    /** Diagnoses this machine without opening it: what works, what does not, and the remedies. */
    static Diagnosis diagnose() {
        return NumaProvider.library().diagnose();
    }

    /** Returns where the pages of a segment live. */
    PageReport locate(MemorySegment segment);

    /**
     * Returns where the pages of a segment live, in a reusable buffer; allocates nothing if the buffer is large enough.
     *
     * @return {@code into}, filled again
     */
    PageBuffer locate(MemorySegment segment, PageBuffer into);

    /** Returns where the pages of several ranges of this process live, ascending by address, each page once. */
    PageReport locate(List<MemoryRange> ranges);

    /** Say where the page of each address lives, in the order given; addresses need no alignment and may repeat. */
    PageReport locate(long[] addresses);

    /**
     * Finds out for the addresses of a report that have no page why, and returns a report that says so.
     *
     * <p>A locate does not ask: it would cost more than the rest. The result of a move is classified already. Reading /proc/PID/maps and
     * pagemap takes no privilege for the own process. A page that has come since is reported on its node.
     *
     * @param report of this process
     */
    PageReport classify(PageView report);

    /** Moves the pages of a segment that no other mapping holds to a node ({@link MoveScope#EXCLUSIVE}, one attempt). */
    default MoveResult move(MemorySegment segment, int node) {
        return move(Placement.of(segment, node), MoveOptions.DEFAULT);
    }

    /** Moves the pages of a segment to a node. */
    default MoveResult move(MemorySegment segment, int node, MoveScope scope) {
        return move(Placement.of(segment, node), MoveOptions.of(scope));
    }

    /** Moves each part of a placement to its node, only pages that no other mapping holds ({@link MoveScope#EXCLUSIVE}). */
    default MoveResult move(Placement placement) {
        return move(placement, MoveOptions.DEFAULT);
    }

    /** Moves each part of a placement to its node. */
    default MoveResult move(Placement placement, MoveScope scope) {
        return move(placement, MoveOptions.of(scope));
    }

    /**
     * Moves each part of a placement to its node.
     *
     * <p>The result has the verified status of each page; a page that stayed behind does not throw. Interrupting the thread
     * ends the move after the kernel call in progress; the result says how far it came.
     *
     * @throws NumaException if the kernel refused the whole request before anything was moved: EPERM (SHARED without
     *     CAP_SYS_NICE), ENODEV (no such node, or a node without memory), EACCES (node outside the cpuset)
     */
    MoveResult move(Placement placement, MoveOptions options);

    /**
     * Returns the view of another process.
     *
     * <p>Makes no system call. For a pid that does not exist the first call throws {@link NumaException} with ESRCH.
     *
     * @param pid process id, or the id of any of its threads; 0 is this process
     */
    NumaProcess process(long pid);

    /** Returns the view of this process. */
    default NumaProcess self() {
        return process(0);
    }

    /** Reads the nodes of this machine: CPUs, memory, distances. */
    NumaTopology topology();

    /**
     * Reads the memory policy of the VMA that a segment starts in (get_mempolicy(2) with MPOL_F_ADDR).
     *
     * <p>{@link MemoryPolicy.Mode#DEFAULT} if the VMA has no own policy; the thread's policy is not returned instead.
     */
    MemoryPolicy policy(MemorySegment segment);

    /**
     * Sets the memory policy of a segment's pages (mbind(2)); with MOVE, migrates pages that are on other nodes.
     *
     * @throws NumaException EINVAL if the segment does not start on a page boundary or the policy is contradictory; EIO if STRICT
     *     was given and pages are, or stay, misplaced; EPERM if MOVE_ALL lacks CAP_SYS_NICE
     */
    void setPolicy(MemorySegment segment, MemoryPolicy policy, BindFlag... flags);

    /**
     * Reads the memory policy of the calling thread (get_mempolicy(2)).
     *
     * @throws UnsupportedOperationException on a virtual thread: policies belong to its carrier
     */
    MemoryPolicy threadPolicy();

    /**
     * Sets the memory policy of the calling thread (set_mempolicy(2)) for its future page faults.
     *
     * @throws UnsupportedOperationException on a virtual thread: its carrier would keep the policy
     * @throws NumaException EINVAL if no node of the policy is allowed or has memory
     */
    void setThreadPolicy(MemoryPolicy policy);

    /** Returns which kernel answers. */
    Backend backend();

    /** Diagnoses what this process may do here and what it may not, with remedies. */
    Diagnosis explain();

    /** Closes this migrator; further calls throw {@link IllegalStateException}. Memory and policies stay as they are. */
    @Override
    void close();
}
