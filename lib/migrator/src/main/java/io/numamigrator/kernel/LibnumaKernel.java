package io.numamigrator.kernel;

import io.numamigrator.bindings.LibnumaFunction;
import io.numamigrator.bindings.NativeCall;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/**
 * The running Linux kernel, its page-placement calls asked through {@code libnuma.so.1}.
 *
 * <p>libnuma 2.0.16 has no wrapper for set_mempolicy_home_node(2); that call, and those on memory and files, go through syscall(2).
 */
final class LibnumaKernel extends LinuxKernel {

    LibnumaKernel(LinuxArch arch, int pageSize, String release) {
        super(arch, pageSize, release);
    }

    @Override
    public long movePages(
            CallFrame frame,
            int pid,
            long count,
            MemorySegment pages,
            MemorySegment nodes,
            MemorySegment status,
            int flags) {
        if (hasEnded(frame, pid)) {
            return -ESRCH;
        }
        long result = call(frame, LibnumaFunction.MOVE_PAGES, pid, count, pages.address(), nodes.address(),
                status.address(), flags);
        keep(pages, nodes, status);
        return hasEnded(frame, pid) ? -ESRCH : result;
    }

    @Override
    public long migratePages(CallFrame frame, int pid, long maxNode, MemorySegment fromMask, MemorySegment toMask) {
        if (hasEnded(frame, pid)) {
            return -ESRCH;
        }
        long result =
                call(frame, LibnumaFunction.MIGRATE_PAGES, pid, maxNode, fromMask.address(), toMask.address(), 0, 0);
        keep(fromMask, toMask, null);
        return result;
    }

    @Override
    public long mbind(
            CallFrame frame, long address, long length, int mode, MemorySegment nodeMask, long maxNode, int flags) {
        long result = call(frame, LibnumaFunction.MBIND, address, length, mode, nodeMask.address(), maxNode, flags);
        keep(nodeMask, null, null);
        return result;
    }

    @Override
    public long getMempolicy(
            CallFrame frame, MemorySegment mode, MemorySegment nodeMask, long maxNode, long address, int flags) {
        long result = call(frame, LibnumaFunction.GET_MEMPOLICY, mode.address(), nodeMask.address(), maxNode, address,
                flags, 0);
        keep(mode, nodeMask, null);
        return result;
    }

    @Override
    public long setMempolicy(CallFrame frame, int mode, MemorySegment nodeMask, long maxNode) {
        long result = call(frame, LibnumaFunction.SET_MEMPOLICY, mode, nodeMask.address(), maxNode, 0, 0, 0);
        keep(nodeMask, null, null);
        return result;
    }

    private static long call(
            CallFrame frame, LibnumaFunction function, long a, long b, long c, long d, long e, long f) {
        long result = NativeCall.libnuma(function, frame.errno, a, b, c, d, e, f, frame.keepAlive);
        Reference.reachabilityFence(frame);
        return result;
    }

    @Override
    public String description() {
        return "Linux " + release() + " through libnuma.so.1";
    }
}
