package io.numamigrator.sim;

import io.numamigrator.MemoryRange;
import io.numamigrator.NodeSet;
import io.numamigrator.NumaMigrator;
import io.numamigrator.engine.KernelMigrator;
import io.numamigrator.sim.fault.ProcessMemory;
import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.migrate.CpusetControl;
import io.numamigrator.sim.mm.Vma;
import io.numamigrator.sim.real.LibraryMappings;
import io.numamigrator.sim.real.RealMemory;
import io.numamigrator.sim.syscall.SimulatedKernel;
import io.numamigrator.sim.task.Cpuset;
import io.numamigrator.sim.task.PidNamespace;
import io.numamigrator.sim.task.Process;
import io.numamigrator.sim.task.Task;
import io.numamigrator.sim.version.KernelSwitch;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A process of a simulated machine: its memory, credentials and CPU.
 *
 * <p>Ranges are widened to page boundaries. A range with an unmapped address, or without a page where
 * one is needed, is an {@link IllegalArgumentException}.
 */
public final class SimulatedProcess {

    private final Process process;
    private final Machine machine;
    private final RealMemory realMemory;
    private final LibraryMappings ownMappings;

    SimulatedProcess(Process process) {
        this.process = process;
        this.machine = process.machine();
        this.realMemory = new RealMemory(process);
        this.ownMappings = new LibraryMappings(process, realMemory);
    }

    /** Returns the process id, as the first pid namespace numbers it. */
    public int pid() {
        return process.pid();
    }

    /** Returns the process id that the process itself knows: getpid(2), the number in its own pid namespace. */
    public int ownPid() {
        return process.ownPid();
    }

    /** Opens the process's own view of the machine: what {@code NumaMigrator.system()} is in a real process. */
    public NumaMigrator migrator() {
        return new KernelMigrator(kernel(process.mainTask()), true);
    }

    /** Maps private anonymous memory, untouched. */
    public MemoryRange map(long bytes) {
        return words().map(bytes);
    }

    /** Maps private anonymous memory that asks for transparent huge pages, from a huge page's boundary on. */
    public MemoryRange mapHuge(long bytes) {
        return words().mapHuge(bytes);
    }

    /** Maps shared anonymous memory; a forked child shares it permanently. */
    public MemoryRange mapShared(long bytes) {
        return words().mapShared(bytes);
    }

    /**
     * Adopts a segment that Java allocated. Every call of {@link #migrator()} that names a segment does this automatically.
     *
     * <p>Its pages are now this process's: those that really are there count as touched by the calling thread, at this moment. Mapped files
     * are files here, too. The bytes are neither read nor written. Until its arena is closed the segment is not freed while the
     * machine is reachable.
     *
     * @return the whole pages that hold its bytes
     */
    public MemoryRange adopt(MemorySegment segment) {
        Objects.requireNonNull(segment, "segment");
        realMemory.see(segment);
        return realMemory.wholePages(segment.address(), segment.byteSize());
    }

    /** Adopts really mapped addresses as untouched anonymous memory; use {@link #touch} for the pages in use. */
    public void adopt(MemoryRange range) {
        Objects.requireNonNull(range, "range");
        words().adopt(range, Vma.HugeAdvice.NONE);
    }

    /** Writes to each page from the calling thread's CPU. */
    public void touch(MemoryRange range) {
        Objects.requireNonNull(range, "range");
        words().touch(process.thread(), range, true);
    }

    /** Writes to each page; untouched pages get memory of {@code node} while it has any. */
    public void place(MemoryRange range, int node) {
        Objects.requireNonNull(range, "range");
        words().place(process.thread(), range, node);
    }

    /** Reads each page; untouched anonymous memory then shows the shared zero page. */
    public void read(MemoryRange range) {
        Objects.requireNonNull(range, "range");
        words().touch(process.thread(), range, false);
    }

    /** Discards the pages, as MADV_DONTNEED does; the memory is untouched again. */
    public void discard(MemoryRange range) {
        Objects.requireNonNull(range, "range");
        words().discard(range);
    }

    /** Unmaps the pages. */
    public void unmap(MemoryRange range) {
        Objects.requireNonNull(range, "range");
        words().unmap(range);
    }

    /** Forbids access to the pages, as mprotect(2) with PROT_NONE does. */
    public void protectNone(MemoryRange range) {
        Objects.requireNonNull(range, "range");
        words().protect(range, 0);
    }

    /** Locks the pages in memory, as mlock(2) does: they are touched, and stay. */
    public void lock(MemoryRange range) {
        Objects.requireNonNull(range, "range");
        words().lock(range, true);
        words().touch(process.thread(), range, true);
    }

    /** Swaps the pages out; the machine needs swap, see {@link MachineBuilder#swap}. */
    public void swapOut(MemoryRange range) {
        Objects.requireNonNull(range, "range");
        words().swapOut(range);
    }

    /** Merges the pages into one, as KSM does with pages of equal content. */
    public void merge(MemoryRange range) {
        Objects.requireNonNull(range, "range");
        words().merge(range);
    }

    /** Pins each page, as DMA does: it cannot move until the pin is closed. */
    public Pin pin(MemoryRange range) {
        Objects.requireNonNull(range, "range");
        return new Pin(words().hold(range));
    }

    /** Starts a child with a copy of this process: private pages are shared until one of the two writes. */
    public SimulatedProcess fork() {
        return fork(process.pidNamespace());
    }

    private SimulatedProcess fork(PidNamespace namespace) {
        return new SimulatedProcess(process.processes().fork(process, namespace));
    }

    /**
     * Fork a child that is the first process of a pid namespace of its own, as {@code unshare --pid --fork} starts one.
     *
     * <p>System calls of the child and of those it forks number processes as the new namespace does. /proc stays that of the parent,
     * where the same numbers are other processes, until {@link #mountProc()}.
     *
     * @throws IllegalArgumentException if the kernel is older than Linux 2.6.24
     */
    public SimulatedProcess forkIntoPidNamespace() {
        if (!machine.kernel().has(KernelSwitch.PID_NAMESPACES)) {
            throw new IllegalArgumentException(
                    "pid namespaces are there from Linux 2.6.24 on; this is " + machine.kernel());
        }
        return fork(new PidNamespace(process.pidNamespace()));
    }

    /** Mount a /proc of the process's own pid namespace, for itself and those that it forks from now on. */
    public void mountProc() {
        process.mountProc();
    }

    /**
     * Starts another program in the process, as execve(2) does: its number stays, its memory is new.
     *
     * <p>Memory that was taken over from Java is no longer its own, either.
     *
     * @param path the file of the program, which is not looked at
     * @throws IllegalStateException if the process has ended
     */
    public void exec(String path) {
        Objects.requireNonNull(path, "path");
        realMemory.unmapped(new MemoryRange(0, machine.geometry().taskSize()));
        process.exec(path);
    }

    /** Ends the process; it stays as a zombie until {@link #reap()}. */
    public void exit() {
        process.exit();
    }

    /** Takes the ended process out of the process table. */
    public void reap() {
        process.reap();
    }

    /** Runs the calling thread on a CPU. */
    public void runOn(int cpu) {
        process.runOn(cpu);
    }

    /**
     * Confines this process to nodes: it enters its own cpuset (cgroup v2).
     *
     * <p>From Linux 5.15 on its pages follow.
     */
    public void confineTo(NodeSet nodes) {
        Objects.requireNonNull(nodes, "nodes");
        Cpuset own = new Cpuset("/" + pid(), Cpuset.Version.V2, process.processes().rootCpuset(), nodes);
        new CpusetControl(process.mainTask()).attach(process, own);
    }

    /** Changes to an ordinary user, dumpable and without capabilities. */
    public void become(int uid) {
        process.become(uid);
    }

    /** Sets whether other processes of the same user may access this one, as prctl(2) with PR_SET_DUMPABLE does. */
    public void dumpable(boolean on) {
        process.dumpable(on);
    }

    /** Replaces the capabilities. */
    public void capabilities(Capability... capabilities) {
        Objects.requireNonNull(capabilities, "capabilities");
        process.capabilities(Stream.of(capabilities).distinct().mapToLong(Capability::mask).sum());
    }

    /**
     * Installs a seccomp filter for this process and its future children. Filters cannot be removed; further ones add up.
     *
     * <p>It answers before the call's own checks and before {@link FaultInjection}. Of several that refuse a call the last one put there answers.
     *
     * @throws IllegalArgumentException if the kernel is older than Linux 3.5
     */
    public void seccomp(SeccompFilter filter) {
        Objects.requireNonNull(filter, "filter");
        if (!machine.kernel().has(KernelSwitch.SECCOMP_FILTERS)) {
            throw new IllegalArgumentException(
                    "kernel " + machine.kernel() + " has no seccomp filters; they came with Linux 3.5");
        }
        process.addFilter(filter.core());
    }

    /**
     * Becomes root in a container, as {@code docker run --cap-add} starts one: with these capabilities and no others,
     * under the runtime's seccomp filter.
     *
     * @throws IllegalArgumentException if the kernel is older than Linux 3.5
     */
    public void enterContainer(SeccompProfile profile, Capability... added) {
        Objects.requireNonNull(profile, "profile");
        Objects.requireNonNull(added, "added");
        seccomp(profile.filter(added));
        capabilities(added);
    }

    private ProcessMemory words() {
        return new ProcessMemory(process);
    }

    /** Returns the process as the kernel keeps it. */
    Process core() {
        return process;
    }

    /** Returns the machine as one of the threads sees it. */
    SimulatedKernel kernel(Task task) {
        return new SimulatedKernel(task, realMemory, ownMappings);
    }

    @Override
    public String toString() {
        return process.toString();
    }
}
