package io.numamigrator;

import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** One query of move_pages(2), at most {@link CallFrame#CAPACITY} addresses: where are these pages? */
final class Query {

    /** Up to here single stores are quicker than a bulk copy. */
    private static final int FEW = 8;

    /**
     * Entries per bulk copy, at most 2 KiB of them. From 4 KiB on the JVM copies with 512-bit instructions, for which some
     * processors lower their clock: everything for most of a millisecond after, the kernel's work included, takes 15 % longer.
     */
    private static final int PIECE = 256;

    private final Kernel kernel;
    private final CallFrame frame;
    private final int pid;

    Query(Kernel kernel, CallFrame frame, int pid) {
        this.kernel = kernel;
        this.frame = frame;
        this.pid = pid;
    }

    /** Ask for the first {@code n} addresses of the frame's address array; the answers stand in its status array. */
    void ask(int n) {
        pass(frame, n);
        long result = kernel.movePages(frame, pid, n, frame.pages, MemorySegment.NULL, frame.status, 0);
        if (result < 0) {
            throw Refusals.explain(kernel, "move_pages", pid, n, (int) -result);
        }
        fetch(frame, n);
    }

    /** Copy the addresses to native memory and mark every status as unwritten. */
    static void pass(CallFrame frame, int n) {
        if (n <= FEW) {
            for (int i = 0; i < n; i++) {
                frame.pages.setAtIndex(ValueLayout.JAVA_LONG, i, frame.addressArray[i]);
                frame.status.setAtIndex(ValueLayout.JAVA_INT, i, Status.UNWRITTEN);
            }
        } else {
            for (int at = 0; at < n; at += PIECE) {
                int length = Math.min(PIECE, n - at);
                MemorySegment.copy(frame.addressArray, at, frame.pages, ValueLayout.JAVA_LONG, at * 8L, length);
                frame.status.asSlice(at * 4L, length * 4L).fill(Status.UNWRITTEN_BYTE);
            }
        }
    }

    /** Copy the statuses back to the heap. */
    static void fetch(CallFrame frame, int n) {
        if (n <= FEW) {
            for (int i = 0; i < n; i++) {
                frame.statusArray[i] = frame.status.getAtIndex(ValueLayout.JAVA_INT, i);
            }
        } else {
            for (int at = 0; at < n; at += PIECE) {
                MemorySegment.copy(
                        frame.status, ValueLayout.JAVA_INT, at * 4L, frame.statusArray, at, Math.min(PIECE, n - at));
            }
        }
    }
}
