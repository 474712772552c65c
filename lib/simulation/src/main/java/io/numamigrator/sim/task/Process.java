package io.numamigrator.sim.task;

import io.numamigrator.sim.machine.BitmapText;
import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.machine.SyscallNumber;
import io.numamigrator.sim.mm.AddressSpace;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A process as the kernel keeps it: its memory, who it is, its threads, and the filters before its system calls. */
@SuppressWarnings("AvoidCommonTypeNames") // the word of the field; the other one is not used here
public final class Process {

    private final ProcessTable processes;
    private final Machine machine;
    private final PidNamespace pidNamespace;
    private final long startTicks;
    private final Task mainTask;
    private final List<Task> tasks = new ArrayList<>();
    private @Nullable AddressSpace space;
    private Program program;
    private final boolean kernelThread;
    private boolean is32Bit;
    private int parentId;
    private volatile PidNamespace procMount;
    private Credentials credentials = Credentials.ROOT;
    private boolean dumpable = true;
    private volatile List<CallFilter> seccompFilters = List.of();
    private final JavaThreads threads = new JavaThreads(this);
    private final OpenPageMaps openPageMaps = new OpenPageMaps();

    Process(ProcessTable processes, @Nullable AddressSpace space, PidNamespace pidNamespace) {
        this.processes = processes;
        this.pidNamespace = pidNamespace;
        this.procMount = pidNamespace;
        this.machine = processes.machine();
        this.space = space;
        this.kernelThread = space == null;
        this.startTicks = processes.nextStart();
        this.program = processes.startOf(Program.JAVA);
        this.mainTask = addTask(machine.cpus().first(), processes.rootCpuset());
    }

    /** Be like a parent. */
    void inherit(Process parent) {
        parentId = parent.pid();
        program = parent.program;
        procMount = parent.procMount;
        is32Bit = parent.is32Bit;
        credentials = parent.credentials;
        dumpable = parent.dumpable;
        seccompFilters = parent.seccompFilters;
        mainTask.beLike(parent.thread());
    }

    /** Start a thread of this process on a CPU. */
    public Task newThread(int cpu) {
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
            processes.remove(task);
        });
    }

    private Task addTask(int cpu, Cpuset cpuset) {
        Task task = new Task(processes.nextId(), this, pidNamespace, cpu, cpuset);
        tasks.add(task);
        processes.add(task);
        return task;
    }

    /** Return the process id, as the first pid namespace numbers it. */
    public int pid() {
        return mainTask.tid;
    }

    /** Return the process id that the process itself knows: the number in its own pid namespace. */
    public int ownPid() {
        return pidNamespace.numberOf(mainTask);
    }

    public PidNamespace pidNamespace() {
        return pidNamespace;
    }

    /** Mount a /proc of the process's own pid namespace, for itself and those that it forks from now on. */
    public void mountProc() {
        procMount = pidNamespace;
    }

    /** Return the namespace whose numbers the /proc of this process has. */
    public PidNamespace procMount() {
        return procMount;
    }

    /** End the process; it stays as a zombie until {@link #reap()}. */
    public void exit() {
        machine.exclusively(() -> {
            endMemory();
            space = null;
        });
    }

    /** Start another program: memory and further threads are gone, number and start remain (execve(2)). */
    public void exec(String path) {
        machine.exclusively(() -> {
            endMemory();
            tasks.stream().filter(task -> task != mainTask).toList().forEach(this::end);
            space = processes.newSpace();
            program = processes.startOf(path);
        });
    }

    /** Unmap everything, and close what is open: exit(2) and execve(2) alike. */
    private void endMemory() {
        requireSpace().unmap(0, machine.geometry().taskSize());
        openPageMaps.closeAll();
    }

    /** Return when it started, in ticks since the boot. */
    public long startTicks() {
        return startTicks;
    }

    /** Return what it runs. */
    public Program program() {
        return program;
    }

    /** Take the ended process out of the process table. */
    public void reap() {
        if (space != null) {
            throw new IllegalStateException("process " + pid() + " has not ended; exit() first");
        }
        machine.exclusively(() -> tasks.forEach(processes::remove));
    }

    /** Run the calling thread on a CPU. */
    public void runOn(int cpu) {
        if (cpu < 0 || !machine.cpus().all().get(cpu)) {
            throw new IllegalArgumentException(
                    "cpu " + cpu + " is none of " + BitmapText.list(machine.cpus().all()));
        }
        thread().runOn(cpu);
    }

    /** Be an ordinary user from now on, dumpable and without capabilities. */
    public void become(int uid) {
        machine.exclusively(() -> credentials = Credentials.user(uid));
    }

    /** Let others of the same user look into this process, or not. */
    public void dumpable(boolean on) {
        machine.exclusively(() -> dumpable = on);
    }

    /** Have these capabilities from now on, and no others. */
    public void capabilities(long set) {
        machine.exclusively(() -> credentials = credentials.withCapabilities(set));
    }

    /** Put a filter before the system calls, in front of those that are there. */
    public void addFilter(CallFilter filter) {
        machine.exclusively(() -> {
            List<CallFilter> more = new ArrayList<>(seccompFilters);
            more.addFirst(filter);
            seccompFilters = List.copyOf(more);
        });
    }

    /** Call as a 32-bit program does from now on; not through the library, which is one of 64 bits. */
    public void be32Bit() {
        is32Bit = true;
    }

    public boolean is32Bit() {
        return is32Bit;
    }

    /** Return the main thread of the process that forked this one and runs; null if nobody did. */
    public @Nullable Task parent() {
        Task parent = processes.find(parentId);
        return parent == null || parent.process.space() == null ? null : parent;
    }

    /** Return the filters, the last one put there first. */
    public List<CallFilter> seccompFilters() {
        return seccompFilters;
    }

    /** Return what a seccomp filter answers to a call, 0 if it goes through. */
    public int filtered(SyscallNumber call) {
        return seccompFilters.stream().mapToInt(filter -> filter.answer(call)).filter(answer -> answer != 0).findFirst()
                .orElse(0);
    }

    /** Return the processes of the machine it runs on. */
    public ProcessTable processes() {
        return processes;
    }

    public Machine machine() {
        return machine;
    }

    public Task mainTask() {
        return mainTask;
    }

    /** Return the thread of this process that the calling one is. */
    public Task thread() {
        return threads.current();
    }

    /** Return the same, one of its own, because it is about to get a policy. */
    public Task ownThread() {
        return threads.own();
    }

    /** Returns its descriptors of page maps. */
    public OpenPageMaps openPageMaps() {
        return openPageMaps;
    }

    public List<Task> tasks() {
        return tasks;
    }

    public Credentials credentials() {
        return credentials;
    }

    public void setCredentials(Credentials others) {
        credentials = others;
    }

    boolean isDumpable() {
        return dumpable;
    }

    public boolean isKernelThread() {
        return kernelThread;
    }

    /** Tells whether it has ended and waits to be reaped. */
    public boolean isZombie() {
        return space == null && !kernelThread;
    }

    /** Return its memory; null of a kernel thread and of a zombie. */
    public @Nullable AddressSpace space() {
        return space;
    }

    public AddressSpace requireSpace() {
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
