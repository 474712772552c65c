package io.numamigrator.kernel;

import io.numamigrator.bindings.Libc;
import io.numamigrator.bindings.NativeCall;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The running Linux kernel, asked through libc's {@code syscall(2)}. */
sealed class LinuxKernel implements Kernel, PageMapCalls permits LibnumaKernel {

    private static final int ENOENT = 2;

    static final int ESRCH = 3;

    /** The numbers of calls younger than Linux 5.1 are the same for every architecture. */
    private static final int PIDFD_SEND_SIGNAL = 424;

    private static final int PIDFD_OPEN = 434;

    /** _IOWR('f', 16, struct pm_scan_arg of 96 bytes). */
    private static final long PAGEMAP_SCAN = 0xC0606610L;

    private final KernelFiles files = new LinuxFiles();
    private final LinuxArch arch;
    private final int pageSize;
    private final String release;
    private final LinuxRelease numbers;
    private volatile @Nullable ProcView procView;

    LinuxKernel(LinuxArch arch, int pageSize, String release) {
        this.arch = arch;
        this.pageSize = pageSize;
        this.release = release;
        this.numbers = LinuxRelease.parse(release);
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
        long result =
                call(frame, arch.movePages(), pid, count, pages.address(), nodes.address(), status.address(), flags);
        keep(pages, nodes, status);
        return hasEnded(frame, pid) ? -ESRCH : result;
    }

    @Override
    public long migratePages(CallFrame frame, int pid, long maxNode, MemorySegment fromMask, MemorySegment toMask) {
        if (hasEnded(frame, pid)) {
            return -ESRCH;
        }
        long result = call(frame, arch.migratePages(), pid, maxNode, fromMask.address(), toMask.address(), 0, 0);
        keep(fromMask, toMask, null);
        return result;
    }

    @Override
    public long mbind(
            CallFrame frame, long address, long length, int mode, MemorySegment nodeMask, long maxNode, int flags) {
        long result = call(frame, arch.mbind(), address, length, mode, nodeMask.address(), maxNode, flags);
        keep(nodeMask, null, null);
        return result;
    }

    @Override
    public long getMempolicy(
            CallFrame frame, MemorySegment mode, MemorySegment nodeMask, long maxNode, long address, int flags) {
        long result = call(frame, arch.getMempolicy(), mode.address(), nodeMask.address(), maxNode, address, flags, 0);
        keep(mode, nodeMask, null);
        return result;
    }

    @Override
    public long setMempolicy(CallFrame frame, int mode, MemorySegment nodeMask, long maxNode) {
        long result = call(frame, arch.setMempolicy(), mode, nodeMask.address(), maxNode, 0, 0, 0);
        keep(nodeMask, null, null);
        return result;
    }

    @Override
    public long setMempolicyHomeNode(CallFrame frame, long address, long length, long node, long flags) {
        return call(frame, arch.setMempolicyHomeNode(), address, length, node, flags, 0, 0);
    }

    @Override
    public long mmap(CallFrame frame, long length) {
        int protection = Libc.PROT_READ() | Libc.PROT_WRITE();
        return call(frame, arch.mmap(), 0, length, protection, Libc.MAP_PRIVATE() | Libc.MAP_ANONYMOUS(), -1, 0);
    }

    @Override
    public long munmap(CallFrame frame, long address, long length) {
        return cleanUp(frame, arch.munmap(), address, length);
    }

    @Override
    public long madvise(CallFrame frame, long address, long length, int advice) {
        return call(frame, arch.madvise(), address, length, advice, 0, 0, 0);
    }

    @Override
    public long mincore(CallFrame frame, long address, long length, MemorySegment vector) {
        long result = call(frame, arch.mincore(), address, length, vector.address(), 0, 0, 0);
        keep(vector, null, null);
        return result;
    }

    @Override
    public long readPageMap(CallFrame frame, int pid, long firstPage, int count, MemorySegment entries) {
        long descriptor = openPageMap(frame, pid);
        if (descriptor < 0) {
            return descriptor;
        }
        try {
            long bytes = call(frame, arch.pread(), descriptor, entries.address(), count * 8L, firstPage * 8, 0, 0);
            keep(entries, null, null);
            return bytes < 0 ? bytes : bytes / 8;
        } finally {
            closePageMap(frame, descriptor);
        }
    }

    @Override
    public @Nullable PageScan openPageScan(CallFrame frame, int pid) {
        return PageMapScan.open(this, frame, pid);
    }

    @Override
    public long openPageMap(CallFrame frame, int pid) {
        if (pid != 0 && procView().misleads(pid)) {
            return -ENOENT;
        }
        int here = -100;
        long path = frame.pageMapPath(pid, procView());
        return call(frame, arch.openat(), here, path, Libc.O_RDONLY() | Libc.O_CLOEXEC(), 0, 0, 0);
    }

    @Override
    public long scanPageMap(CallFrame frame, long descriptor, MemorySegment argument, MemorySegment regions) {
        long found = call(frame, arch.ioctl(), descriptor, PAGEMAP_SCAN, argument.address(), 0, 0, 0);
        keep(argument, regions, null);
        return found;
    }

    /** A read finds no byte where there is no memory, on every kernel. */
    @Override
    public boolean isScannable(CallFrame frame, long descriptor) {
        return isAtLeast(6, 16) || call(frame, arch.pread(), descriptor, frame.errno.address() + 8, 8, 0, 0, 0) == 8;
    }

    @Override
    public long closePageMap(CallFrame frame, long descriptor) {
        return cleanUp(frame, arch.close(), descriptor, 0);
    }

    @Override
    public boolean scansPageMaps() {
        return isAtLeast(6, 7);
    }

    @Override
    public boolean absentIsEnoent() {
        return isAtLeast(6, 12);
    }

    /** msync(2) with MS_ASYNC walks the mappings and does nothing else since Linux 2.6.19; ENOMEM is a hole. */
    @Override
    public boolean isMapped(CallFrame frame, long address, long length) {
        int async = 1;
        return call(frame, arch.msync(), address, length, async, 0, 0, 0) == 0;
    }

    private static long call(CallFrame frame, long number, long a, long b, long c, long d, long e, long f) {
        long result = NativeCall.syscall(frame.errno, number, a, b, c, d, e, f, frame.keepAlive);
        Reference.reachabilityFence(frame);
        return result;
    }

    /** Makes a call that is not about the memory the frame holds; it has to succeed even if that was closed meanwhile. */
    private static long cleanUp(CallFrame frame, long number, long a, long b) {
        long result = NativeCall.syscall(frame.errno, number, a, b, 0, 0, 0, 0, MemorySegment.NULL);
        Reference.reachabilityFence(frame);
        return result;
    }

    static void keep(@Nullable MemorySegment a, @Nullable MemorySegment b, @Nullable MemorySegment c) {
        Reference.reachabilityFence(a);
        Reference.reachabilityFence(b);
        Reference.reachabilityFence(c);
    }

    @Override
    public void hold(CallFrame frame, int pid) {
        if (!procView().isOwn(pid)) {
            frame.heldDescriptor = cleanUp(frame, PIDFD_OPEN, pid, 0);
            frame.heldPid = pid;
        }
    }

    @Override
    public void letGo(CallFrame frame) {
        if (frame.heldDescriptor >= 0) {
            cleanUp(frame, arch.close(), frame.heldDescriptor, 0);
        }
        frame.heldDescriptor = -1;
    }

    /**
     * Tell whether the process that is held has ended and been waited for, so that its number may be another one's.
     *
     * <p>Asked by signal 0, which is sent to nobody. A process that was not waited for keeps its number, and EPERM is one that is there.
     */
    static boolean hasEnded(CallFrame frame, int pid) {
        return frame.heldDescriptor >= 0 && frame.heldPid == pid
                && cleanUp(frame, PIDFD_SEND_SIGNAL, frame.heldDescriptor, 0) == -ESRCH;
    }

    @Override
    public int getpid() {
        return (int) call(new CallFrame(), arch.getpid(), 0, 0, 0, 0, 0, 0);
    }

    /** Asked once: a process never changes its pid namespace. */
    @Override
    public ProcView procView() {
        ProcView view = procView;
        if (view == null) {
            view = ProcView.of(files, getpid());
            procView = view;
        }
        return view;
    }

    @Override
    public String read(String pseudoFile) throws IOException {
        return files.read(pseudoFile);
    }

    @Override
    public List<String> list(String pseudoDirectory) throws IOException {
        return files.list(pseudoDirectory);
    }

    @Override
    public String link(String pseudoLink) throws IOException {
        return files.link(pseudoLink);
    }

    @Override
    public int pageSize() {
        return pageSize;
    }

    /** Return the release text of the kernel: {@code 6.12.0-1-amd64}. */
    String release() {
        return release;
    }

    boolean isAtLeast(int major, int minor) {
        return numbers.atLeast(major, minor);
    }

    @Override
    public String description() {
        return "Linux " + release + " through syscall(2)";
    }
}
