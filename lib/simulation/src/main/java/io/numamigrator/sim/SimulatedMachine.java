package io.numamigrator.sim;

import io.numamigrator.NumaMigrator;
import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.machine.MemoryNode;
import io.numamigrator.sim.migrate.HotUnplug;
import io.numamigrator.sim.spec.MachineSpec;
import io.numamigrator.sim.task.ProcessTable;
import io.numamigrator.sim.version.KernelVersion;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A NUMA machine inside this JVM: nodes, processes, and a Linux kernel of any release since 2.6.16-rc1.
 *
 * <p>Deterministic: no clock and no randomness decide anything. Safe for use by several threads.
 *
 * {@snippet :
 * SimulatedMachine machine = SimulatedMachine.fourNodes();
 * SimulatedProcess process = machine.process();
 * MemoryRange table = process.map(64L << 20);
 * process.touch(table);
 * machine.migrator().self().locate(table);
 * }
 */
public final class SimulatedMachine {

    private static final long GIB = 1L << 30;

    private final Machine machine;
    private final ProcessTable processes;
    private final SimulatedProcess first;
    private final FaultInjection faults;

    SimulatedMachine(MachineSpec spec, KernelVersion kernel) {
        this.machine = new Machine(spec, kernel);
        this.processes = new ProcessTable(machine);
        this.first = spawn();
        this.faults = new FaultInjection(machine.faults());
    }

    /** Begins a machine. */
    public static MachineBuilder builder() {
        return new MachineBuilder();
    }

    /** Returns the machine that a specification describes: see {@link MachineBuilder#nodes(String)}. */
    public static SimulatedMachine of(String nodes) {
        Objects.requireNonNull(nodes, "nodes");
        return builder().nodes(nodes).build();
    }

    /** Returns a machine of one node with 4 GiB and one CPU: a laptop. */
    public static SimulatedMachine oneNode() {
        return builder().nodes(1, 4 * GIB).build();
    }

    /** Returns a machine of two nodes with 4 GiB and two CPUs each: a small server. */
    public static SimulatedMachine twoNodes() {
        return builder().nodes(2, 4 * GIB).cpusEach(2).build();
    }

    /** Returns a machine of four nodes with 4 GiB and two CPUs each. */
    public static SimulatedMachine fourNodes() {
        return builder().nodes(4, 4 * GIB).cpusEach(2).build();
    }

    /** Returns the machine of the line {@code tiered}: two nodes with CPUs, and far memory. */
    public static SimulatedMachine tiered() {
        return of("tiered");
    }

    /** Returns a machine of eight sockets with 64 GiB and eight CPUs each; the farther half is two hops away. */
    public static SimulatedMachine eightSockets() {
        MachineBuilder builder = builder().nodes(8, 64 * GIB).cpusEach(8);
        for (int a = 0; a < 8; a++) {
            for (int b = a + 1; b < 8; b++) {
                builder.distance(a, b, Integer.bitCount(a ^ b) == 1 ? 16 : 22);
            }
        }
        return builder.build();
    }

    /** Begins a machine like this one, without its processes. */
    public MachineBuilder toBuilder() {
        return new MachineBuilder(machine.spec());
    }

    /** Returns the initial process: owned by root, on CPU 0. */
    public SimulatedProcess process() {
        return first;
    }

    /** Starts another process, owned by root, on CPU 0. */
    public SimulatedProcess spawn() {
        return new SimulatedProcess(processes.spawn());
    }

    /**
     * Starts a further process under a number that is free, as it comes about when the kernel has used up all and begins anew.
     *
     * @throws IllegalArgumentException if a process or thread has the number
     */
    public SimulatedProcess spawn(int pid) {
        return new SimulatedProcess(processes.spawn(pid));
    }

    /** Opens the view of the first process: what {@code NumaMigrator.system()} is on a real machine. */
    public NumaMigrator migrator() {
        return process().migrator();
    }

    /** Returns the number of bytes that are free on a node. */
    public long freeBytes(int node) {
        return machine.freeBytes(node);
    }

    /**
     * Takes memory from a node as others would, until {@code bytesLeft} are left free, or all that is free if it is less.
     *
     * <p>Pages that leave the node afterwards make room there late, the conservative one of what a real kernel may do: a test that passes
     * does not rely on room that may not be there, see {@link Vacancy}. {@link #freeBytes} counts them at once, as the kernel does, and a
     * first touch that finds no memory anywhere else gets them.
     *
     * @throws IllegalArgumentException if {@code bytesLeft} is negative or the machine has no such node
     */
    public void fill(int node, long bytesLeft) {
        fill(node, bytesLeft, Vacancy.LATE);
    }

    /**
     * Takes memory from a node as {@link #fill(int, long)} does, and says when pages that leave it afterwards make room there.
     *
     * @throws IllegalArgumentException if {@code bytesLeft} is negative or the machine has no such node
     */
    public void fill(int node, long bytesLeft, Vacancy vacancy) {
        Objects.requireNonNull(vacancy, "vacancy");
        if (bytesLeft < 0) {
            throw new IllegalArgumentException("bytesLeft: " + bytesLeft + " bytes cannot be left free");
        }
        machine.node(node).fill(machine.geometry().pages(bytesLeft), vacancy == Vacancy.LATE);
    }

    /**
     * Sets the hugetlb pool of a node, as writing nr_hugepages does.
     *
     * @throws IllegalArgumentException if {@code count} is negative or the machine has no such node
     */
    public void hugetlbPages(int node, long count) {
        if (count < 0) {
            throw new IllegalArgumentException("count: " + count + " hugetlb pages");
        }
        machine.exclusively(() -> machine.node(node).hugetlb.resize(count));
    }

    /** Traces the migration engine from now on. */
    public Trace trace() {
        return trace(event -> {});
    }

    /**
     * Traces the migration engine from now on and passes each completed step to a watcher; the engine waits meanwhile.
     *
     * <p>The watcher must not call the machine on the thread that it is called on; other threads may.
     */
    public Trace trace(Consumer<TraceEvent> watcher) {
        Objects.requireNonNull(watcher, "watcher");
        return new Trace(processes, watcher).open();
    }

    /** Returns the fault injector. */
    public FaultInjection faults() {
        return faults;
    }

    /**
     * Removes the memory of a node at run time; its pages migrate to other nodes, and a node without CPUs goes offline.
     *
     * @throws IllegalStateException if it is the last node with memory, or if pages on it cannot be migrated
     */
    public void unplug(int node) {
        machine.exclusively(() -> {
            MemoryNode going = machine.node(node);
            new HotUnplug(processes, going).empty();
            machine.remove(going);
            processes.rootCpuset().settle();
        });
    }

    /** Returns what the machine is made of. */
    Machine core() {
        return machine;
    }

    /** Returns the processes that run on it. */
    ProcessTable processes() {
        return processes;
    }

    /** Returns the machine in a few lines: kernel, then each node with memory, CPUs and distances. */
    @Override
    public String toString() {
        return machine.toString();
    }
}
