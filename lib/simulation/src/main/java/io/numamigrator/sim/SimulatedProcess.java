package io.numamigrator.sim;

import io.numamigrator.MemoryRange;
import io.numamigrator.NodeSet;
import io.numamigrator.NumaMigrator;
import io.numamigrator.engine.KernelMigrator;
import io.numamigrator.sim.fault.MemoryWords;
import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.migrate.CpusetControl;
import io.numamigrator.sim.mm.Vma;
import io.numamigrator.sim.real.OwnMappings;
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
 * A process of a simulated machine: its memory, who it is, and where it runs.
 *
 * <p>Ranges reach to page boundaries on both sides. A range with an address that nothing is mapped at, or without a page where
 * one is needed, is an {@link IllegalArgumentException}.
 */
public final class SimulatedProcess {

    private final Process process;
    private final Machine machine;
    private final RealMemory realMemory;
    private final OwnMappings ownMappings;

    SimulatedProcess(Process process) {
        this.process = process;
        this.machine = process.machine();
        this.realMemory = new RealMemory(process);
        this.ownMappings = new OwnMappings(process, realMemory);
    }

    /** Return the process id, as the first pid namespace numbers it. */
    public int pid() {
        return process.pid();
    }

    /** Return the process id that the process itself knows: getpid(2), the number in its own pid namespace. */
    public int ownPid() {
        return process.ownPid();
    }

    /** Open the process's own view of the machine: what {@code NumaMigrator.system()} is in a real process. */
    public NumaMigrator migrator() {
        return new KernelMigrator(kernel(process.mainTask()), true);
    }

    /** Map private anonymous memory, untouched. */
    public MemoryRange map(long bytes) {
        return words().map(bytes);
    }

    /** Map private anonymous memory that asks for transparent huge pages, from a huge page's boundary on. */
    public MemoryRange mapHuge(long bytes) {
        return words().mapHuge(bytes);
    }

    /** Map shared memory that a forked child shares for good. */
    public MemoryRange mapShared(long bytes) {
        return words().mapShared(bytes);
    }

    /**
     * Take over a segment that Java really allocated, as every call of {@link #migrator()} that names one does by itself.
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

    /** Take over addresses that something real is mapped at, as untouched anonymous memory; {@link #touch} tells what is used. */
    public void adopt(MemoryRange range) {
        Objects.requireNonNull(range, "range");
        words().adopt(range, Vma.HugeAdvice.NONE);
    }

    /** Write to each page, from the CPU that the calling thread runs on. */
    public void touch(MemoryRange range) {
        Objects.requireNonNull(range, "range");
        words().touch(process.thread(), range, true);
    }

    /** Write to each page, untouched ones getting memory of {@code node} as long as it has some. */
    public void place(MemoryRange range, int node) {
        Objects.requireNonNull(range, "range");
        words().place(process.thread(), range, node);
    }

    /** Read each page; untouched anonymous memory then shows the shared zero page. */
    public void read(MemoryRange range) {
        Objects.requireNonNull(range, "range");
        words().touch(process.thread(), range, false);
    }

    /** Give the pages back, as MADV_DONTNEED does; the memory is untouched again. */
    public void discard(MemoryRange range) {
        Objects.requireNonNull(range, "range");
        words().discard(range);
    }

    /** Unmap the pages. */
    public void unmap(MemoryRange range) {
        Objects.requireNonNull(range, "range");
        words().unmap(range);
    }

    /** Forbid every access to the pages, as mprotect(2) with PROT_NONE does. */
    public void protectNone(MemoryRange range) {
        Objects.requireNonNull(range, "range");
        words().protect(range, 0);
    }

    /** Lock the pages in memory, as mlock(2) does: they are touched, and stay. */
    public void lock(MemoryRange range) {
        Objects.requireNonNull(range, "range");
        words().lock(range, true);
        words().touch(process.thread(), range, true);
    }

    /** Swap the pages out; the machine needs swap, see {@link MachineBuilder#swap}. */
    public void swapOut(MemoryRange range) {
        Objects.requireNonNull(range, "range");
        words().swapOut(range);
    }

    /** Merge the pages into one, as KSM does with pages of equal content. */
    public void merge(MemoryRange range) {
        Objects.requireNonNull(range, "range");
        words().merge(range);
    }

    /** Hold a further reference to each page, as DMA does, until the pin is closed: nobody can move them. */
    public Pin pin(MemoryRange range) {
        Objects.requireNonNull(range, "range");
        return new Pin(words().hold(range));
    }

    /** Start a child with a copy of this process: private pages are shared until one of the two writes. */
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
     * Start another program in the process, as execve(2) does: its number stays, its memory is new.
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

    /** End the process; it stays as a zombie until {@link #reap()}. */
    public void exit() {
        process.exit();
    }

    /** Take the ended process out of the process table. */
    public void reap() {
        process.reap();
    }

    /** Run the calling thread on a CPU. */
    public void runOn(int cpu) {
        process.runOn(cpu);
    }

    /**
     * Have memory on these nodes only from now on: the process enters a cpuset of its own (cgroup v2).
     *
     * <p>From Linux 5.15 on its pages follow.
     */
    public void confineTo(NodeSet nodes) {
        Objects.requireNonNull(nodes, "nodes");
        Cpuset own = new Cpuset("/" + pid(), Cpuset.Version.V2, process.processes().rootCpuset(), nodes);
        new CpusetControl(process.mainTask()).attach(process, own);
    }

    /** Be an ordinary user from now on, dumpable and without capabilities. */
    public void become(int uid) {
        process.become(uid);
    }

    /** Let others of the same user look into this process, or not, as prctl(2) with PR_SET_DUMPABLE does. */
    public void dumpable(boolean on) {
        process.dumpable(on);
    }

    /** Have these capabilities from now on, and no others. */
    public void capabilities(Capability... capabilities) {
        Objects.requireNonNull(capabilities, "capabilities");
        process.capabilities(Stream.of(capabilities).distinct().mapToLong(Capability::mask).sum());
    }

    /**
     * Put a seccomp filter before the system calls of this process and of those it forks; it stays, further ones are added.
     *
     * <p>It answers before the call's own checks and before {@link Faults}. Of several that refuse a call the last one put there answers.
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
     * Be root in a container from now on, as {@code docker run} with {@code --cap-add} starts it: with these capabilities and no others,
     * behind the runtime's seccomp filter.
     *
     * @throws IllegalArgumentException if the kernel is older than Linux 3.5
     */
    public void enterContainer(SeccompProfile profile, Capability... added) {
        Objects.requireNonNull(profile, "profile");
        Objects.requireNonNull(added, "added");
        seccomp(profile.filter(added));
        capabilities(added);
    }

    private MemoryWords words() {
        return new MemoryWords(process);
    }

    /** Return the process as the kernel keeps it. */
    Process core() {
        return process;
    }

    /** Return the machine as one of the threads sees it. */
    SimulatedKernel kernel(Task task) {
        return new SimulatedKernel(task, realMemory, ownMappings);
    }

    @Override
    public String toString() {
        return process.toString();
    }
}
