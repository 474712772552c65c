package io.numamigrator.fidelity.scenario;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing that happens in a scenario; processes, areas, pins and files are numbers of places. */
public sealed interface Operation {

    /** Return the process that does it, or that it is done to. */
    int process();

    /** What an area is made of. */
    public enum Kind {
        ANONYMOUS,
        /** Asks for transparent huge pages. */
        HUGE,
        /** Anonymous memory that a child shares for good. */
        SHARED,
        FILE,
        PRIVATE_FILE,
        HUGETLB,
        READ_ONLY,
        NO_ACCESS
    }

    /** What madvise(2) is told. */
    public enum Advice {
        DISCARD(4),
        HUGE(14),
        NO_HUGE(15);

        public final int number;

        Advice(int number) {
            this.number = number;
        }
    }

    // processes

    /** Start a process, root's, on CPU 0. */
    record Spawn(int process) implements Operation {}

    /** Have a child. */
    record Fork(int process, int child) implements Operation {}

    /** End, and stay as a zombie. */
    record Exit(int process) implements Operation {}

    /** Leave the process table. */
    record Reap(int process) implements Operation {}

    /**
     * Change to a user for good: real, effective and saved; the group is the real user's number.
     *
     * @param capabilities those of root's that stay, as the kernel numbers them
     * @param dumpable whether others may look into the process
     */
    record Become(int process, int real, int effective, int saved, List<Integer> capabilities, boolean dumpable)
            implements
                Operation {}

    /** Run on the CPU of a node. */
    record RunOn(int process, int cpu) implements Operation {}

    /** Enter a cpuset of one's own with these nodes, or change its nodes. */
    public record Confine(int process, List<Integer> nodes) implements Operation {}

    /** Others take all memory of a node, but for about so many base pages. */
    record Fill(int process, int node, int left) implements Operation {}

    /** They give it back. */
    record Empty(int process, int node) implements Operation {}

    // memory

    record Map(int process, int area, Kind kind, int pages, int file) implements Operation {}

    record Unmap(int process, Address from, int pages) implements Operation {}

    record Protect(int process, Address from, int pages, int protection) implements Operation {}

    record Lock(int process, Address from, int pages) implements Operation {}

    record Advise(int process, Address from, int pages, Advice advice) implements Operation {}

    /** Read or write a byte of each page. */
    record Touch(int process, Address from, int pages, boolean write) implements Operation {}

    record Pin(int process, Address from, int pages, int pin) implements Operation {}

    record Unpin(int process, int pin) implements Operation {}

    // the calls that all this is about

    /**
     * Call move_pages(2).
     *
     * @param target the process, {@link #SELF}, or a negative number that is none
     * @param nodes null for a query
     */
    public record MovePages(
            int process,
            int target,
            long count,
            List<Address> pages,
            @Nullable List<Integer> nodes,
            int flags,
            Buffer pagesAt,
            Buffer nodesAt,
            Buffer statusAt)
            implements
                Operation {}

    public record MigratePages(int process, int target, Mask from, Mask to) implements Operation {}

    public record Mbind(int process, Address start, long length, int mode, Mask mask, int flags) implements Operation {}

    public record SetMempolicy(int process, int mode, Mask mask) implements Operation {}

    public record GetMempolicy(int process, Address address, int flags, Buffer modeAt,
            Mask mask) implements Operation {}

    public record HomeNode(int process, Address start, long length, long node, long flags) implements Operation {}

    /** The target 0: the caller. */
    int SELF = -1;

    /** A target that is a thread of the kernel. */
    int KERNEL_THREAD = -2;

    /** A target that does not exist. */
    int NOBODY = -3;

    /** A target with a negative number. */
    int NEGATIVE = -4;
}
