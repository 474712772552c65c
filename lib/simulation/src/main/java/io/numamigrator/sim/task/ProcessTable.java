package io.numamigrator.sim.task;

import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.mm.FileTable;
import io.numamigrator.sim.mm.Folio;
import io.numamigrator.sim.mm.Fork;
import io.numamigrator.sim.mm.KernelAreas;
import io.numamigrator.sim.version.KernelSwitch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The processes and threads of a machine by their numbers. */
public final class ProcessTable {

    /** kthreadd has the number 2, further processes begin here. */
    private static final int FIRST = 1000;

    private static final int KTHREADD = 2;

    private static final int TICKS_BETWEEN_STARTS = 100;

    private final Machine machine;
    private final PidNamespace first = new PidNamespace(null);
    private final Cpuset rootCpuset;
    private final FileTable files = new FileTable();
    private final Folio vdso;
    private int next = KTHREADD;
    private long started;
    private long programs;

    public ProcessTable(Machine machine) {
        this.machine = machine;
        this.rootCpuset = new Cpuset("/", Cpuset.Version.V2, null, machine.possible());
        if (machine.kernel().has(KernelSwitch.ROOT_CPUSET_LEFT_FROM_POSSIBLE)) {
            rootCpuset.departFrom(machine.possible());
        }
        this.vdso = new Folio(machine.zeroPageNode(), 1);
        this.vdso.kind = Folio.Kind.RESERVED;
        // The first thread of the kernel, so that numbers for others are free.
        spawnKernelThread();
        next = FIRST;
    }

    public Machine machine() {
        return machine;
    }

    public Cpuset rootCpuset() {
        return rootCpuset;
    }

    /** Return the page of the kernel's own code that every process maps. */
    public Folio vdsoPage() {
        return vdso;
    }

    public FileTable files() {
        return files;
    }

    public Process spawn() {
        return machine.exclusively(() -> new Process(this, newSpace(), first));
    }

    /** Start a process under a number that nobody has now. */
    public Process spawn(int pid) {
        return machine.exclusively(() -> {
            if (pid < 1 || first.find(pid) != null) {
                throw new IllegalArgumentException(
                        "pid " + pid + (pid < 1 ? " is no number of a process" : " is in use"));
            }
            int later = next;
            next = pid;
            Process made = new Process(this, newSpace(), first);
            next = Math.max(later, next);
            return made;
        });
    }

    /** Return memory as a program that starts has it. */
    AddressSpace newSpace() {
        AddressSpace space = new AddressSpace(machine);
        new KernelAreas(space).map(vdso);
        return space;
    }

    /** Return a file as a program that starts now. */
    Program startOf(String path) {
        return new Program(path, programs++);
    }

    /** Return the tick at which a process starts now: time goes on with each that does. */
    long nextStart() {
        started += TICKS_BETWEEN_STARTS;
        return started;
    }

    /** Copy a process; the child is numbered in this namespace. */
    public Process fork(Process parent, PidNamespace namespace) {
        return machine.exclusively(() -> {
            Process made = new Process(this, new Fork(parent.requireSpace()).copy(), namespace);
            made.inherit(parent);
            return made;
        });
    }

    /** Start a thread of the kernel: it has no memory of its own. */
    public Process spawnKernelThread() {
        return machine.exclusively(() -> new Process(this, null, first));
    }

    int nextId() {
        while (first.find(next) != null) {
            next++;
        }
        return next++;
    }

    void add(Task task) {
        task.pidNamespace.add(task);
    }

    void remove(Task task) {
        task.pidNamespace.remove(task);
    }

    /** Return the thread with this number in the first namespace; 0 is nobody here. */
    @Nullable Task find(int tid) {
        return first.find(tid);
    }

    /** Return the number of the process that has this memory, by its number. */
    public int pidOf(long space) {
        return first.all().values().stream()
                .map(task -> task.process)
                .filter(process -> isOf(process.space(), space))
                .findFirst()
                .map(Process::pid)
                .orElse(0);
    }

    public List<Task> all() {
        return new ArrayList<>(first.all().values());
    }

    private static boolean isOf(@Nullable AddressSpace space, long number) {
        return space != null && space.number == number;
    }
}
