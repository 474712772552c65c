package io.numamigrator.engine;

import io.numamigrator.Errno;
import io.numamigrator.NumaException;
import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import io.numamigrator.refusal.Refusals;

/**
 * Private anonymous memory that this library mapped.
 *
 * @param start a page boundary
 * @param bytes whole pages
 */
record AnonymousMapping(Kernel kernel, FramePool frames, long start, long bytes) {

    /**
     * Map whole pages for {@code bytes} bytes from an aligned address on.
     *
     * @throws NumaException if the kernel refuses
     */
    static AnonymousMapping create(KernelMigrator numa, long bytes, long alignment) {
        Kernel kernel = numa.kernel();
        long page = kernel.pageSize();
        long length = roundUp(bytes, page);
        long slack = Math.max(0, alignment - page);
        // More than any address space has; the sum would be negative, which mmap(2) would see as something else.
        if (length < bytes || length + slack < length) {
            throw Refusals.explain(kernel, "mmap", 0, bytes, Errno.ENOMEM.number());
        }
        return numa.withFrame(frame -> {
            long address = kernel.mmap(frame, length + slack);
            if (address < 0) {
                throw Refusals.explain(kernel, "mmap", 0, bytes, (int) -address);
            }
            long start = roundUp(address, Math.max(alignment, page));
            trim(kernel, frame, address, length + slack, start, length);
            return new AnonymousMapping(kernel, numa.frames(), start, length);
        });
    }

    /** Unmap what is not part of {@code [start, start + length)}; everything, if that is refused. */
    private static void trim(Kernel kernel, CallFrame frame, long address, long bytes, long start, long length) {
        boolean done = false;
        try {
            unmap(kernel, frame, address, start - address);
            unmap(kernel, frame, start + length, address + bytes - start - length);
            done = true;
        } finally {
            if (!done) {
                kernel.munmap(frame, address, bytes);
            }
        }
    }

    private static long roundUp(long number, long powerOfTwo) {
        return (number + powerOfTwo - 1) & -powerOfTwo;
    }

    /** Give the memory back; works when the migrator is closed, too, because the memory may outlive it. */
    void unmap() {
        frames.with(frame -> {
            unmap(kernel, frame, start, bytes);
            return frame;
        });
    }

    private static void unmap(Kernel kernel, CallFrame frame, long address, long bytes) {
        if (bytes > 0) {
            long result = kernel.munmap(frame, address, bytes);
            if (result < 0) {
                throw Refusals.explain(kernel, "munmap", 0, bytes, (int) -result);
            }
        }
    }
}
