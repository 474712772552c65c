package io.numamigrator;

import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import io.numamigrator.kernel.MoveFlags;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Addresses and the node each is to go to, in the order in which the kernel is told. */
record Batch(long[] pages, int[] nodes, MoveScope scope) {

    /** Write a batch as address, node, address, node … */
    static Batch of(long... pagesAndNodes) {
        int n = pagesAndNodes.length / 2;
        long[] pages = new long[n];
        int[] nodes = new int[n];
        for (int i = 0; i < n; i++) {
            pages[i] = pagesAndNodes[2 * i];
            nodes[i] = Math.toIntExact(pagesAndNodes[2 * i + 1]);
        }
        return new Batch(pages, nodes, MoveScope.EXCLUSIVE);
    }

    /** Send all pages to one node. */
    static Batch to(int node, long... pages) {
        int[] nodes = new int[pages.length];
        Arrays.fill(nodes, node);
        return new Batch(pages, nodes, MoveScope.EXCLUSIVE);
    }

    /** Ask for shared pages, too (MPOL_MF_MOVE_ALL). */
    Batch withShared() {
        return new Batch(pages, nodes, MoveScope.SHARED);
    }

    /** Hand the batch to the kernel, all of it in one call of move_pages(2), and return what it answered. */
    Answer submit(Kernel kernel, int pid) {
        return movePages(kernel, pid, pages, nodes, scope == MoveScope.SHARED ? MoveFlags.MOVE_ALL : MoveFlags.MOVE);
    }

    /** Return the batch as the library is told. */
    Placement placement() {
        return Placement.of(pages, nodes);
    }

    /** Ask the kernel where pages are. */
    static Answer query(Kernel kernel, int pid, long... pages) {
        return movePages(kernel, pid, pages, null, 0);
    }

    /** Call move_pages(2) as it is; null nodes are a query. */
    static Answer movePages(Kernel kernel, int pid, long[] pages, int @Nullable [] nodes, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            int[] status = new int[pages.length];
            Arrays.fill(status, Answer.UNWRITTEN);
            MemorySegment written = arena.allocateFrom(ValueLayout.JAVA_INT, status);
            MemorySegment targets =
                    nodes == null ? MemorySegment.NULL : arena.allocateFrom(ValueLayout.JAVA_INT, nodes);
            long result = kernel.movePages(
                    new CallFrame(), pid, pages.length, arena.allocateFrom(ValueLayout.JAVA_LONG, pages), targets,
                    written, flags);
            return Answer.of(result, written.toArray(ValueLayout.JAVA_INT));
        }
    }
}
