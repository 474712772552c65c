package io.numamigrator.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The processes and threads of a machine by their numbers. */
final class ProcessTable {

    /** kthreadd has the number 2, further processes begin here. */
    private static final int FIRST = 1000;

    private static final int KTHREADD = 2;

    private final SimulatedMachine machine;
    private final Map<Integer, Task> tasks = new TreeMap<>();
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
            SimulatedProcess made = new SimulatedProcess(machine, new AddressSpace(machine));
            new KernelAreas(made).map();
            return made;
        });
    }

    SimulatedProcess fork(SimulatedProcess parent) {
        return machine.exclusively(() -> {
            SimulatedProcess made = new SimulatedProcess(machine, new Fork(parent.requireSpace()).copy());
            made.inherit(parent);
            return made;
        });
    }

    /** Start a thread of the kernel: it has no memory of its own. */
    SimulatedProcess spawnKernelThread() {
        return machine.exclusively(() -> new SimulatedProcess(machine, null));
    }

    int nextId() {
        return next++;
    }

    void add(Task task) {
        tasks.put(task.tid, task);
    }

    void remove(Task task) {
        tasks.remove(task.tid);
    }

    /** Return the thread with this number; 0 is nobody here. */
    @Nullable Task find(int tid) {
        return tasks.get(tid);
    }

    /** Return the number of the process whose memory this is. */
    int pidOf(AddressSpace space) {
        return tasks.values().stream()
                .filter(task -> task.process.space() == space)
                .findFirst()
                .map(task -> task.process.pid())
                .orElse(0);
    }

    List<Task> all() {
        return new ArrayList<>(tasks.values());
    }
}
