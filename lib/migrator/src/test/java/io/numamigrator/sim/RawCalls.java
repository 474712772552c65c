package io.numamigrator.sim;

import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** System calls of a simulated process, with arrays as a C program would pass them. */
final class RawCalls {

    static final MemorySegment NULL = MemorySegment.NULL;
    static final MemorySegment WILD = MemorySegment.ofAddress(0xdead000);

    final Kernel kernel;
    private final CallFrame frame = new CallFrame();

    RawCalls(SimulatedProcess process) {
        this(process.mainTask());
    }

    RawCalls(Task task) {
        kernel = new SimulatedKernel(task);
    }

    /** Call move_pages(2) with arrays of just the right size. */
    Outcome movePages(int pid, long[] pages, int[] nodes, int flags) {
        MemorySegment status = ints(filled(pages.length));
        long result = kernel.movePages(frame, pid, pages.length, longs(pages), ints(nodes), status, flags);
        return Outcome.of(result, status.toArray(ValueLayout.JAVA_INT));
    }

    Outcome query(int pid, long... pages) {
        MemorySegment status = ints(filled(pages.length));
        long result = kernel.movePages(frame, pid, pages.length, longs(pages), NULL, status, 0);
        return Outcome.of(result, status.toArray(ValueLayout.JAVA_INT));
    }

    /** Call move_pages(2) with whatever arrays, and return the result by name. */
    String movePages(int pid, long count, MemorySegment pages, MemorySegment nodes, MemorySegment status, int flags) {
        return Outcome.name(kernel.movePages(frame, pid, count, pages, nodes, status, flags));
    }

    String migratePages(int pid, long maxNode, MemorySegment from, MemorySegment to) {
        return Outcome.name(kernel.migratePages(frame, pid, maxNode, from, to));
    }

    CallFrame frame() {
        return frame;
    }

    static MemorySegment longs(long... values) {
        return Arena.ofAuto().allocateFrom(ValueLayout.JAVA_LONG, values);
    }

    static MemorySegment ints(int... values) {
        return Arena.ofAuto().allocateFrom(ValueLayout.JAVA_INT, values);
    }

    static int[] filled(int count) {
        int[] statuses = new int[count];
        java.util.Arrays.fill(statuses, Outcome.UNWRITTEN);
        return statuses;
    }
}
