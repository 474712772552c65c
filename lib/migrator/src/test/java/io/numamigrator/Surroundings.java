package io.numamigrator;

import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.Callable;

/** A kernel, what the process that asks it may do, and the processes around it. */
abstract class Surroundings implements AutoCloseable {

    private final Arena arena = Arena.ofShared();
    private final CallFrame frame = new CallFrame();

    /** Open a migrator; the test closes it. */
    abstract NumaMigrator numa();

    abstract Kernel kernel();

    abstract KernelRelease release();

    /** Return how many node ids the kernel was compiled for. */
    abstract int nodeIds();

    /** Return the frame of this test's calls. */
    final CallFrame frame() {
        return frame;
    }

    /** Return how long the memory of this test lives. */
    final Arena arena() {
        return arena;
    }

    /** Return fresh memory of so many base pages, untouched. */
    final MemorySegment map(int pages) {
        return TestMemory.map(kernel(), frame, arena, (long) pages * kernel().pageSize());
    }

    /** Write to every page of this memory. */
    abstract void write(MemorySegment memory);

    /** Hold the pages of this memory as a device would, until the test ends. */
    abstract void pin(MemorySegment memory);

    /** Skip the test where its process has not both capabilities. */
    abstract void requireRoot() throws IOException;

    /** Do something without any capability. */
    abstract <T> T withoutCapabilities(Callable<T> work) throws Exception;

    /** Start a process of the caller's own user. */
    abstract Bystander own() throws IOException;

    /** Start a process of another user. */
    abstract Bystander ofNobody() throws IOException;

    /** Start a process of the own user that has no capabilities. */
    abstract Bystander ownWithoutCapabilities() throws IOException;

    /** Start a process with a child that has ended, and that it never waits for. */
    abstract Bystander withZombie() throws IOException;

    @Override
    public void close() {
        arena.close();
    }
}
