package io.numamigrator.bench;

import io.numamigrator.NumaMigrator;
import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A list of addresses handed to the system call itself, in native arrays, so many entries a call as the library hands on. */
final class RawList {

    private static final int MOVE = 2;

    private final Kernel kernel;
    private final CallFrame frame = new CallFrame();
    private final int count;
    private final MemorySegment addresses;
    private final MemorySegment nodes;
    private final MemorySegment status;

    RawList(NumaMigrator numa, long... pages) {
        kernel = kernel(numa);
        count = pages.length;
        addresses = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_LONG, pages);
        nodes = Arena.ofAuto().allocate(ValueLayout.JAVA_INT, count);
        status = Arena.ofAuto().allocate(ValueLayout.JAVA_INT, count);
    }

    /** Return the kernel under the library; it is nobody's business but that of who measures it. */
    static Kernel kernel(NumaMigrator numa) {
        try {
            var kernel = numa.getClass().getDeclaredMethod("kernel");
            kernel.setAccessible(true);
            return (Kernel) kernel.invoke(numa);
        } catch (ReflectiveOperationException hidden) {
            throw new IllegalStateException(hidden);
        }
    }

    RawList to(int node) {
        for (int i = 0; i < count; i++) {
            nodes.setAtIndex(ValueLayout.JAVA_INT, i, node);
        }
        return this;
    }

    void move() {
        for (int at = 0; at < count; at += CallFrame.CAPACITY) {
            int n = Math.min(CallFrame.CAPACITY, count - at);
            call(n, at, nodes.asSlice(at * 4L, n * 4L), MOVE);
        }
    }

    void query() {
        for (int at = 0; at < count; at += CallFrame.CAPACITY) {
            call(Math.min(CallFrame.CAPACITY, count - at), at, MemorySegment.NULL, 0);
        }
    }

    private void call(int n, int at, MemorySegment targets, int flags) {
        long result = kernel.movePages(
                frame, 0, n, addresses.asSlice(at * 8L, n * 8L), targets, status.asSlice(at * 4L, n * 4L), flags);
        if (result != 0) {
            throw new IllegalStateException("move_pages: " + result);
        }
    }

    /** Fail unless the last answer to each page was this node. */
    void requireOn(int node) {
        for (int i = 0; i < count; i++) {
            int there = status.getAtIndex(ValueLayout.JAVA_INT, i);
            if (there != node) {
                throw new IllegalStateException("page " + i + " of " + count + " is on " + there + ", not " + node);
            }
        }
    }
}
