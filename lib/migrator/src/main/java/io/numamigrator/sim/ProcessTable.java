package io.numamigrator.sim;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The processes and threads of a machine by their numbers. */
final class ProcessTable {

    /** kthreadd has the number 2, further processes begin here. */
    private static final int FIRST = 1000;

    private static final int KTHREADD = 2;

    private final SimulatedMachine machine;
    private final PidNamespace first = new PidNamespace(null);
    private int next = KTHREADD;

    ProcessTable(SimulatedMachine machine) {
        this.machine = machine;
    }

    /** Start the first thread of the kernel, so that numbers for others are free. */
    void boot() {
        spawnKernelThread();
        next = FIRST;
    }

    SimulatedProcess spawn() {
        return machine.exclusively(() -> {
            SimulatedProcess made = new SimulatedProcess(machine, new AddressSpace(machine), first);
            new KernelAreas(made).map();
            return made;
        });
    }

    /** Copy a process; the child is numbered in this namespace. */
    SimulatedProcess fork(SimulatedProcess parent, PidNamespace namespace) {
        return machine.exclusively(() -> {
            SimulatedProcess made = new SimulatedProcess(machine, new Fork(parent.requireSpace()).copy(), namespace);
            made.inherit(parent);
            return made;
        });
    }

    /** Start a thread of the kernel: it has no memory of its own. */
    SimulatedProcess spawnKernelThread() {
        return machine.exclusively(() -> new SimulatedProcess(machine, null, first));
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

    /** Return the number of the process whose memory this is. */
    int pidOf(AddressSpace space) {
        return first.all().values().stream()
                .filter(task -> task.process.space() == space)
                .findFirst()
                .map(task -> task.process.pid())
                .orElse(0);
    }

    List<Task> all() {
        return new ArrayList<>(first.all().values());
    }
}
