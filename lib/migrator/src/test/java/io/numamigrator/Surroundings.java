package io.numamigrator;

import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.Callable;

/** A kernel, what the process that asks it may do, and the processes around it. */
interface Surroundings extends AutoCloseable {

    /** Open a migrator; the test closes it. */
    NumaMigrator numa();

    Kernel kernel();

    KernelRelease release();

    /** Return how many node ids the kernel was compiled for. */
    int nodeIds();

    /** Return the frame of this test's calls. */
    CallFrame frame();

    /** Return how long the memory of this test lives. */
    Arena arena();

    /** Return fresh memory of so many base pages, untouched. */
    default MemorySegment map(int pages) {
        return TestMemory.map(kernel(), frame(), arena(), (long) pages * kernel().pageSize());
    }

    /** Write to every page of this memory. */
    void write(MemorySegment memory);

    /** Hold the pages of this memory as a device would, until the test ends. */
    void pin(MemorySegment memory);

    /** Skip the test where its process has not both capabilities. */
    void requireRoot() throws IOException;

    /** Do something without any capability. */
    <T> T withoutCapabilities(Callable<T> work) throws Exception;

    /** Start a process of the caller's own user. */
    Bystander own() throws IOException;

    /** Start a process of another user. */
    Bystander ofNobody() throws IOException;

    /** Start a process of the own user that has no capabilities. */
    Bystander ownWithoutCapabilities() throws IOException;

    /** Start a process with a child that has ended, and that it never waits for. */
    Bystander withZombie() throws IOException;

    @Override
    void close();
}
