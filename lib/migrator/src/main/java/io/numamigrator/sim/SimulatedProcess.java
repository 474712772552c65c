package io.numamigrator.sim;

import io.numamigrator.MemoryRange;
import io.numamigrator.NodeSet;
import io.numamigrator.NumaMigrator;
import io.numamigrator.kernel.SimulatedFace;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A process of a simulated machine: its memory, who it is, and where it runs.
 *
 * <p>Ranges reach to page boundaries on both sides. A range with an address that nothing is mapped at, or without a page where
 * one is needed, is an {@link IllegalArgumentException}.
 */
public final class SimulatedProcess {

    private final SimulatedMachine machine;
    private final PidNamespace pidNamespace;
    private final Task mainTask;
    private final List<Task> tasks = new ArrayList<>();
    private @Nullable AddressSpace space;
    private final boolean kernelThread;
    private boolean is32Bit;
    private int parentId;
    private volatile PidNamespace procMount;
    private Credentials credentials = Credentials.ROOT;
    private boolean dumpable = true;
    private volatile List<SeccompFilter> seccompFilters = List.of();
    private final JavaThreads threads = new JavaThreads(this);
    private final RealMemory realMemory;
    private final OwnMappings ownMappings;

    SimulatedProcess(SimulatedMachine machine, @Nullable AddressSpace space, PidNamespace pidNamespace) {
        this.machine = machine;
        this.pidNamespace = pidNamespace;
        this.procMount = pidNamespace;
        this.space = space;
        this.kernelThread = space == null;
        this.mainTask = addTask(machine.cpus().first(), machine.rootCpuset());
        this.realMemory = new RealMemory(this);
        this.ownMappings = new OwnMappings(this);
    }

    /** Be like a parent. */
    void inherit(SimulatedProcess parent) {
        parentId = parent.pid();
        procMount = parent.procMount;
        is32Bit = parent.is32Bit;
        credentials = parent.credentials;
        dumpable = parent.dumpable;
        seccompFilters = parent.seccompFilters;
        mainTask.beLike(parent.thread());
    }

    /** Start a thread of this process on a CPU. */
    Task newThread(int cpu) {
        return machine.exclusively(() -> addTask(cpu, mainTask.cpuset()));
    }

    /** Start a thread as another one of this process does: with its CPU, its cpuset and its policy. */
    Task newThreadLike(Task starting) {
        return machine.exclusively(() -> {
            Task task = addTask(starting.cpu(), starting.cpuset());
            task.beLike(starting);
            return task;
        });
    }

    /** Let a thread end. */
    void end(Task task) {
        machine.exclusively(() -> {
            tasks.remove(task);
            machine.processes().remove(task);
        });
    }

    private Task addTask(int cpu, Cpuset cpuset) {
        Task task = new Task(machine.processes().nextId(), this, pidNamespace, cpu, cpuset);
        tasks.add(task);
        machine.processes().add(task);
        return task;
    }

    /** Return the process id, as the first pid namespace numbers it. */
    public int pid() {
        return mainTask.tid;
    }

    /** Return the process id that the process itself knows: getpid(2), the number in its own pid namespace. */
    public int ownPid() {
        return pidNamespace.numberOf(mainTask);
    }

    /** Open the process's own view of the machine: what {@code NumaMigrator.system()} is in a real process. */
    public NumaMigrator migrator() {
        return SimulatedFace.on(new SimulatedKernel(mainTask), NumaMigrator.class);
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
        realMemory.see(segment);
        return realMemory.wholePages(segment.address(), segment.byteSize());
    }

    /** Take over addresses that something real is mapped at, as untouched anonymous memory; {@link #touch} tells what is used. */
    public void adopt(MemoryRange range) {
        words().adopt(range, Vma.HugeAdvice.NONE);
    }

    /** Write to each page, from the CPU that the calling thread runs on. */
    public void touch(MemoryRange range) {
        words().touch(thread(), range, true);
    }

    /** Write to each page, untouched ones getting memory of {@code node} as long as it has some. */
    public void place(MemoryRange range, int node) {
        words().place(thread(), range, node);
    }

    /** Read each page; untouched anonymous memory then shows the shared zero page. */
    public void read(MemoryRange range) {
        words().touch(thread(), range, false);
    }

    /** Give the pages back, as MADV_DONTNEED does; the memory is untouched again. */
    public void discard(MemoryRange range) {
        words().discard(range);
    }

    /** Unmap the pages. */
    public void unmap(MemoryRange range) {
        words().unmap(range);
    }

    /** Forbid every access to the pages, as mprotect(2) with PROT_NONE does. */
    public void protectNone(MemoryRange range) {
        words().protect(range, 0);
    }

    /** Lock the pages in memory, as mlock(2) does: they are touched, and stay. */
    public void lock(MemoryRange range) {
        words().lock(range, true);
        words().touch(thread(), range, true);
    }

    /** Swap the pages out; the machine needs swap, see {@link MachineBuilder#swap}. */
    public void swapOut(MemoryRange range) {
        words().swapOut(range);
    }

    /** Merge the pages into one, as KSM does with pages of equal content. */
    public void merge(MemoryRange range) {
        words().merge(range);
    }

    /** Hold a further reference to each page, as DMA does, until the pin is closed: nobody can move them. */
    public Pin pin(MemoryRange range) {
        return words().pin(range);
    }

    /** Start a child with a copy of this process: private pages are shared until one of the two writes. */
    public SimulatedProcess fork() {
        return machine.processes().fork(this, pidNamespace);
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
            throw new IllegalArgumentException("pid namespaces are there from Linux 2.6.24 on; this is " + machine.kernel());
        }
        return machine.processes().fork(this, new PidNamespace(pidNamespace));
    }

    /** Mount a /proc of the process's own pid namespace, for itself and those that it forks from now on. */
    public void mountProc() {
        procMount = pidNamespace;
    }

    /** Return the namespace whose numbers the /proc of this process has. */
    PidNamespace procMount() {
        return procMount;
    }

    /** End the process; it stays as a zombie until {@link #reap()}. */
    public void exit() {
        machine.exclusively(() -> {
            AddressSpace ended = requireSpace();
            ended.unmap(0, machine.geometry().taskSize());
            space = null;
        });
    }

    /** Take the ended process out of the process table. */
    public void reap() {
        if (space != null) {
            throw new IllegalStateException("process " + pid() + " has not ended; exit() first");
        }
        machine.exclusively(() -> tasks.forEach(machine.processes()::remove));
    }

    /** Run the calling thread on a CPU. */
    public void runOn(int cpu) {
        if (cpu < 0 || !machine.cpus().all().get(cpu)) {
            throw new IllegalArgumentException(
                    "cpu " + cpu + " is none of " + BitmapText.list(machine.cpus().all()));
        }
        thread().runOn(cpu);
    }

    /**
     * Have memory on these nodes only from now on: the process enters a cpuset of its own (cgroup v2).
     *
     * <p>From Linux 5.15 on its pages follow.
     */
    public void confineTo(NodeSet nodes) {
        Cpuset own = new Cpuset("/" + pid(), Cpuset.Version.V2, machine.rootCpuset(), nodes);
        new CpusetControl(mainTask).attach(this, own);
    }

    /** Be an ordinary user from now on, dumpable and without capabilities. */
    public void become(int uid) {
        machine.exclusively(() -> credentials = Credentials.user(uid));
    }

    /** Let others of the same user look into this process, or not, as prctl(2) with PR_SET_DUMPABLE does. */
    public void dumpable(boolean on) {
        machine.exclusively(() -> dumpable = on);
    }

    /** Have these capabilities from now on, and no others. */
    public void capabilities(Capability... capabilities) {
        Set<Capability> set = EnumSet.noneOf(Capability.class);
        set.addAll(List.of(capabilities));
        machine.exclusively(() -> credentials = credentials.with(set));
    }

    /**
     * Put a seccomp filter before the system calls of this process and of those it forks; it stays, further ones are added.
     *
     * <p>It answers before the call's own checks and before {@link Faults}. Of several that refuse a call the last one put there answers.
     *
     * @throws IllegalArgumentException if the kernel is older than Linux 3.5
     */
    public void seccomp(SeccompFilter filter) {
        if (!machine.kernel().has(KernelSwitch.SECCOMP_FILTERS)) {
            throw new IllegalArgumentException(
                    "kernel " + machine.kernel() + " has no seccomp filters; they came with Linux 3.5");
        }
        machine.exclusively(() -> {
            List<SeccompFilter> more = new ArrayList<>(seccompFilters);
            more.addFirst(filter);
            seccompFilters = List.copyOf(more);
        });
    }

    /**
     * Be root in a container from now on, as {@code docker run} with {@code --cap-add} starts it: with these capabilities and no others,
     * behind the runtime's seccomp filter.
     *
     * @throws IllegalArgumentException if the kernel is older than Linux 3.5
     */
    public void enterContainer(SeccompProfile profile, Capability... added) {
        seccomp(profile.filter(added));
        capabilities(added);
    }

    /** Call as a 32-bit program does from now on; not through the library, which is one of 64 bits. */
    void be32Bit() {
        is32Bit = true;
    }

    boolean is32Bit() {
        return is32Bit;
    }

    /** Return the main thread of the process that forked this one and runs; null if nobody did. */
    @Nullable Task parent() {
        Task parent = machine.processes().find(parentId);
        return parent == null || parent.process.space() == null ? null : parent;
    }

    /** Return the filters, the last one put there first. */
    List<SeccompFilter> seccompFilters() {
        return seccompFilters;
    }

    /** Return what a seccomp filter answers to a call, 0 if it goes through. */
    int filtered(SystemCall call) {
        return seccompFilters.stream().mapToInt(filter -> filter.answer(call)).filter(answer -> answer != 0).findFirst()
                .orElse(0);
    }

    private MemoryWords words() {
        return new MemoryWords(this);
    }

    RealMemory realMemory() {
        return realMemory;
    }

    OwnMappings ownMappings() {
        return ownMappings;
    }

    SimulatedMachine machine() {
        return machine;
    }

    Task mainTask() {
        return mainTask;
    }

    /** Return the thread of this process that the calling one is. */
    Task thread() {
        return threads.current();
    }

    /** Return the same, one of its own, because it is about to get a policy. */
    Task ownThread() {
        return threads.own();
    }

    List<Task> tasks() {
        return tasks;
    }

    Credentials credentials() {
        return credentials;
    }

    void setCredentials(Credentials others) {
        credentials = others;
    }

    boolean isDumpable() {
        return dumpable;
    }

    boolean isKernelThread() {
        return kernelThread;
    }

    /** Return its memory; null of a kernel thread and of a zombie. */
    @Nullable AddressSpace space() {
        return space;
    }

    AddressSpace requireSpace() {
        AddressSpace present = space;
        if (present == null) {
            throw new IllegalStateException("process " + pid() + " has no memory");
        }
        return present;
    }

    @Override
    public String toString() {
        return "simulated process " + pid();
    }
}
