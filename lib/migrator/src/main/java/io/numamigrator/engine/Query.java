package io.numamigrator.engine;

import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import io.numamigrator.pages.PageCode;
import io.numamigrator.pages.PageList;
import io.numamigrator.refusal.Refusals;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** Queries of move_pages(2), at most {@link CallFrame#CAPACITY} addresses a call: where are these pages? */
public final class Query {

    /** Up to here single stores are quicker than a bulk copy. */
    private static final int FEW = 8;

    private static final int[] UNWRITTEN = new int[CallFrame.PIECE];

    static {
        Arrays.fill(UNWRITTEN, PageCode.UNWRITTEN);
    }

    private Query() {}

    /** Ask for the first {@code n} addresses of the frame's address array; the answers stand in its status array. */
    static void ask(Kernel kernel, CallFrame frame, int pid, int n) {
        pass(frame, n);
        call(kernel, frame, pid, n);
        fetch(frame, n);
    }

    /** Ask for every page of {@code [from, to)}; the status of page {@code i} is written to {@code out[i]}. */
    public static void askEach(Kernel kernel, CallFrame frame, int pid, PageList pages, int from, int to, short[] out) {
        if (to - from == 1) {
            frame.pages.set(ValueLayout.JAVA_LONG, 0, pages.address(from));
            frame.status.set(ValueLayout.JAVA_INT, 0, PageCode.UNWRITTEN);
            call(kernel, frame, pid, 1);
            out[from] = (short) frame.status.get(ValueLayout.JAVA_INT, 0);
            return;
        }
        if (to - from <= FEW) {
            askFew(kernel, frame, pid, pages, from, to - from, out);
            return;
        }
        int n;
        for (int at = from; at < to; at += n) {
            n = Math.min(CallFrame.CAPACITY, to - at);
            pages.fill(at, n, frame.addressArray, 0);
            ask(kernel, frame, pid, n);
            for (int i = 0; i < n; i++) {
                out[at + i] = (short) frame.statusArray[i];
            }
        }
    }

    /** The same without a detour over arrays: what a loop costs to start with shows in a call of 0.2 µs. */
    private static void askFew(
            Kernel kernel, CallFrame frame, int pid, PageList pages, int from, int n, short[] out) {
        for (int i = 0; i < n; i++) {
            frame.pages.setAtIndex(ValueLayout.JAVA_LONG, i, pages.address(from + i));
            frame.status.setAtIndex(ValueLayout.JAVA_INT, i, PageCode.UNWRITTEN);
        }
        call(kernel, frame, pid, n);
        for (int i = 0; i < n; i++) {
            out[from + i] = (short) frame.status.getAtIndex(ValueLayout.JAVA_INT, i);
        }
    }

    private static void call(Kernel kernel, CallFrame frame, int pid, int n) {
        long result = kernel.movePages(frame, pid, n, frame.pages, MemorySegment.NULL, frame.status, 0);
        if (result < 0) {
            throw Refusals.explainQuery(kernel, pid, n, (int) -result);
        }
    }

    /** Copy the addresses to native memory and mark every status as unwritten. */
    static void pass(CallFrame frame, int n) {
        if (n <= FEW) {
            for (int i = 0; i < n; i++) {
                frame.pages.setAtIndex(ValueLayout.JAVA_LONG, i, frame.addressArray[i]);
                frame.status.setAtIndex(ValueLayout.JAVA_INT, i, PageCode.UNWRITTEN);
            }
        } else {
            for (int at = 0; at < n; at += CallFrame.PIECE) {
                int length = Math.min(CallFrame.PIECE, n - at);
                MemorySegment.copy(frame.addressArray, at, frame.pages, ValueLayout.JAVA_LONG, at * 8L, length);
                MemorySegment.copy(UNWRITTEN, 0, frame.status, ValueLayout.JAVA_INT, at * 4L, length);
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
            for (int at = 0; at < n; at += CallFrame.PIECE) {
                MemorySegment.copy(
                        frame.status, ValueLayout.JAVA_INT, at * 4L, frame.statusArray, at,
                        Math.min(CallFrame.PIECE, n - at));
            }
        }
    }
}
