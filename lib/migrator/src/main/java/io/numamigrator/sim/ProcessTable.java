package io.numamigrator.sim;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The processes and threads of a machine by their numbers. */
final class ProcessTable {

    /** kthreadd has the number 2, further processes begin here. */
    private static final int FIRST = 1000;

    private static final int KTHREADD = 2;

    private final Machine machine;
    private final PidNamespace first = new PidNamespace(null);
    private final Cpuset rootCpuset;
    private final FileTable files = new FileTable();
    private final Folio vdso;
    private int next = KTHREADD;

    ProcessTable(Machine machine) {
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

    Machine machine() {
        return machine;
    }

    Cpuset rootCpuset() {
        return rootCpuset;
    }

    /** Return the page of the kernel's own code that every process maps. */
    Folio vdsoPage() {
        return vdso;
    }

    FileTable files() {
        return files;
    }

    Process spawn() {
        return machine.exclusively(() -> {
            Process made = new Process(this, new AddressSpace(machine), first);
            new KernelAreas(made.requireSpace()).map(vdso);
            return made;
        });
    }

    /** Copy a process; the child is numbered in this namespace. */
    Process fork(Process parent, PidNamespace namespace) {
        return machine.exclusively(() -> {
            Process made = new Process(this, new Fork(parent.requireSpace()).copy(), namespace);
            made.inherit(parent);
            return made;
        });
    }

    /** Start a thread of the kernel: it has no memory of its own. */
    Process spawnKernelThread() {
        return machine.exclusively(() -> new Process(this, null, first));
    }

    int nextId() {
        return next++;
    }

    void add(Task task) {
        task.pidNamespace.add(task);
    }

    void remove(Task task) {
        task.pidNamespace.remove(task);
    }

    /** Return the namespace that numbers every thread. */
    PidNamespace firstNamespace() {
        return first;
    }

    /** Return the thread with this number in the first namespace; 0 is nobody here. */
    @Nullable Task find(int tid) {
        return first.find(tid);
    }

    /** Return the number of the process that has this memory, by its number. */
    int pidOf(long space) {
        return first.all().values().stream()
                .map(task -> task.process)
                .filter(process -> isOf(process.space(), space))
                .findFirst()
                .map(Process::pid)
                .orElse(0);
    }

    List<Task> all() {
        return new ArrayList<>(first.all().values());
    }

    private static boolean isOf(@Nullable AddressSpace space, long number) {
        return space != null && space.number == number;
    }
}
