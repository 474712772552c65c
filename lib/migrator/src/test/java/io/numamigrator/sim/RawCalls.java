package io.numamigrator.sim;

import io.numamigrator.NodeSet;
import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.BitSet;

/** System calls of a simulated process, with arrays as a C program would pass them. */
final class RawCalls {

    static final MemorySegment NULL = MemorySegment.NULL;
    static final MemorySegment WILD = MemorySegment.ofAddress(0xdead000);

    final Kernel kernel;
    private final CallFrame frame = new CallFrame();

    RawCalls(SimulatedProcess process) {
        this(process, process.core().mainTask());
    }

    /** Call from one thread of a process. */
    RawCalls(SimulatedProcess process, Task task) {
        kernel = process.kernel(task);
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

    /** Call migrate_pages(2) with masks of all 1024 nodes. */
    String migratePages(int pid, String from, String to) {
        return migratePages(pid, 1025, mask(from), mask(to));
    }

    String mbind(long address, long length, int mode, MemorySegment mask, long maxNode, int flags) {
        return Outcome.name(kernel.mbind(frame, address, length, mode, mask, maxNode, flags));
    }

    /** Call mbind(2) with a mask of all 1024 nodes. */
    String mbind(long address, long length, int mode, String nodes, int flags) {
        return mbind(address, length, mode, mask(nodes), 1025, flags);
    }

    String setMempolicy(int mode, String nodes) {
        return Outcome.name(kernel.setMempolicy(frame, mode, mask(nodes), 1025));
    }

    /** Return the policy of the area at an address as {@code mode:nodes}, or the error. */
    String policyAt(long address) {
        return policy(address, 2);
    }

    /** Return the thread's policy as {@code mode:nodes}. */
    String taskPolicy() {
        return policy(0, 0);
    }

    String policy(long address, int flags) {
        MemorySegment mode = ints(-77);
        MemorySegment mask = mask("");
        long result = kernel.getMempolicy(frame, mode, mask, 1025, address, flags);
        return result != 0 ? Outcome.name(result) : mode.get(ValueLayout.JAVA_INT, 0) + ":" + nodes(mask);
    }

    static MemorySegment mask(String nodes) {
        long[] words = new long[16];
        for (int node : NodeSet.parse(nodes)) {
            words[node / 64] |= 1L << node;
        }
        return longs(words);
    }

    static NodeSet nodes(MemorySegment mask) {
        return NodeSet.of(BitSet.valueOf(mask.toArray(ValueLayout.JAVA_LONG)).stream().toArray());
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
        Arrays.fill(statuses, Outcome.UNWRITTEN);
        return statuses;
    }
}
