package io.numamigrator.sim.syscall;

import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import io.numamigrator.kernel.PageMapCalls;
import io.numamigrator.kernel.PageMapScan;
import io.numamigrator.kernel.PageScan;
import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.machine.NegativeErrno;
import io.numamigrator.sim.machine.SyscallNumber;
import io.numamigrator.sim.proc.PageMapFile;
import io.numamigrator.sim.proc.PseudoTree;
import io.numamigrator.sim.real.LibraryMappings;
import io.numamigrator.sim.real.RealMemory;
import io.numamigrator.sim.task.OpenPageMaps.PageMap;
import io.numamigrator.sim.task.Task;
import io.numamigrator.sim.version.KernelSwitch;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The simulated machine as one of its threads sees it. */
public final class SimulatedKernel implements Kernel, PageMapCalls {

    private final Task task;
    private final Machine machine;
    private final RealMemory realMemory;
    private final LibraryMappings ownMappings;
    private final PseudoTree files;

    /** See the machine as a thread of a process that has taken over no real memory yet. */
    public SimulatedKernel(Task task) {
        this(task, new RealMemory(task.process));
    }

    private SimulatedKernel(Task task, RealMemory realMemory) {
        this(task, realMemory, new LibraryMappings(task.process, realMemory));
    }

    public SimulatedKernel(Task task, RealMemory realMemory, LibraryMappings ownMappings) {
        this.realMemory = realMemory;
        this.ownMappings = ownMappings;
        this.task = task;
        this.machine = task.process.machine();
        this.files = new PseudoTree(task);
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
        int early = before(SyscallNumber.MOVE_PAGES);
        return early != 0 ? early : after(frame, new MovePages(caller()).call(pid, count, pages, nodes, status, flags));
    }

    /** Return the thread that calls: of a process as such the one that the calling thread of this JVM is. */
    private Task caller() {
        return task == task.process.mainTask() ? task.process.thread() : task;
    }

    private Task callerWithPolicy() {
        return task == task.process.mainTask() ? task.process.ownThread() : task;
    }

    /** Return the answer of who stands before a call, a seccomp filter first, then a planned fault; 0 if it is to be carried out. */
    private int before(SyscallNumber call) {
        int filtered = task.process.filtered(call);
        return filtered != 0 ? filtered : machine.faults().onCall(call);
    }

    /**
     * Check that the memory a call was about is still there, as it would have been held open for a native call.
     *
     * <p>If it was closed in the meantime, the call has not been: the caller sees what it sees of any closed memory.
     */
    private static long after(CallFrame frame, long result) {
        if (!frame.keepAlive.scope().isAlive()) {
            throw new IllegalStateException("Already closed");
        }
        return result;
    }

    @Override
    public long migratePages(CallFrame frame, int pid, long maxNode, MemorySegment fromMask, MemorySegment toMask) {
        int early = before(SyscallNumber.MIGRATE_PAGES);
        return early != 0 ? early : new MigratePages(caller()).call(pid, maxNode, fromMask, toMask);
    }

    @Override
    public long mbind(
            CallFrame frame, long address, long length, int mode, MemorySegment nodeMask, long maxNode, int flags) {
        int early = before(SyscallNumber.MBIND);
        return early != 0
                ? early
                : after(frame, new Mbind(caller()).call(address, length, mode, nodeMask, maxNode, flags));
    }

    @Override
    public long getMempolicy(
            CallFrame frame, MemorySegment mode, MemorySegment nodeMask, long maxNode, long address, int flags) {
        int early = before(SyscallNumber.GET_MEMPOLICY);
        return early != 0
                ? early
                : after(frame, new MempolicySyscalls(caller()).get(mode, nodeMask, maxNode, address, flags));
    }

    @Override
    public long setMempolicy(CallFrame frame, int mode, MemorySegment nodeMask, long maxNode) {
        int early = before(SyscallNumber.SET_MEMPOLICY);
        return early != 0 ? early : new MempolicySyscalls(callerWithPolicy()).set(mode, nodeMask, maxNode);
    }

    @Override
    public long setMempolicyHomeNode(CallFrame frame, long address, long length, long node, long flags) {
        int early = before(SyscallNumber.SET_MEMPOLICY_HOME_NODE);
        return early != 0 ? early : after(frame, new HomeNode(caller()).call(address, length, node, flags));
    }

    @Override
    public long mmap(CallFrame frame, long length) {
        return ownMappings.map(frame, length);
    }

    @Override
    public long munmap(CallFrame frame, long address, long length) {
        return ownMappings.unmap(frame, address, length);
    }

    @Override
    public long madvise(CallFrame frame, long address, long length, int advice) {
        return ownMappings.advise(address, length, advice);
    }

    @Override
    public long mincore(CallFrame frame, long address, long length, MemorySegment vector) {
        return new Mincore(task.process).call(address, length, vector);
    }

    @Override
    public long readPageMap(CallFrame frame, int pid, long firstPage, int count, MemorySegment entries) {
        return new PageMapFile(task).read(pid, firstPage, count, entries);
    }

    @Override
    public @Nullable PageScan openPageScan(CallFrame frame, int pid) {
        return PageMapScan.open(this, frame, pid);
    }

    @Override
    public long openPageMap(CallFrame frame, int pid) {
        return new PageMapFile(task).open(pid);
    }

    @Override
    public long scanPageMap(CallFrame frame, long descriptor, MemorySegment argument, MemorySegment regions) {
        PageMap map = task.process.openPageMaps().at(descriptor);
        if (map == null) {
            return NegativeErrno.EBADF;
        }
        machine.lock.readLock().lock();
        try {
            boolean refused = !map.isLive() && machine.kernel().has(KernelSwitch.SCAN_NEEDS_MEMORY);
            return refused ? NegativeErrno.ESRCH : after(frame, new PageMapIoctl(map.space()).scan(argument, regions));
        } finally {
            machine.lock.readLock().unlock();
        }
    }

    /** None is opened without memory. */
    @Override
    public boolean isScannable(CallFrame frame, long descriptor) {
        return task.process.openPageMaps().at(descriptor) != null;
    }

    @Override
    public long closePageMap(CallFrame frame, long descriptor) {
        return task.process.openPageMaps().close(descriptor);
    }

    @Override
    public boolean isMapped(CallFrame frame, long address, long length) {
        return new Mincore(task.process).isMapped(address, length);
    }

    @Override
    public boolean scansPageMaps() {
        return machine.kernel().has(KernelSwitch.PAGEMAP_SCAN);
    }

    @Override
    public boolean absentIsEnoent() {
        return !machine.kernel().has(KernelSwitch.UNTOUCHED_IS_EFAULT);
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
    public void notice(MemorySegment segment) {
        realMemory.see(segment);
    }

    @Override
    public int getpid() {
        return task.process.ownPid();
    }

    @Override
    public int pageSize() {
        return machine.geometry().pageSize();
    }

    @Override
    public String description() {
        return "simulated Linux " + machine.kernel() + ", nodes " + machine.online();
    }
}
