package io.numamigrator.sim.machine;

import io.numamigrator.NodeSet;
import io.numamigrator.sim.spec.CpuNumbers;
import io.numamigrator.sim.spec.MachineSpec;
import io.numamigrator.sim.spec.NodeSpec;
import io.numamigrator.sim.version.KernelVersion;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The hardware and the kernel that all processes of a simulated machine share: version, nodes, locks, swap, which faults are injected. */
public final class Machine {

    private final MachineSpec spec;
    private final Geometry geometry;
    private final KernelVersion kernel;
    private final MemoryNode[] nodes;
    private volatile NodeSet withMemory;
    private volatile NodeSet online;
    private final CpuNumbers cpus;
    private volatile @Nullable Zonelists zonelists;
    private final int[] weights;
    private final SwapSpace swap;
    private final CallScratch.Pool scratch = new CallScratch.Pool();
    private final Watchers watchers = new Watchers();
    private final FaultPlan faults = new FaultPlan();
    private final AtomicLong addressSpaces = new AtomicLong();

    /**
     * Held shared by calls that only read page tables and move ordinary pages, alone by everything else.
     *
     * <p>Among the former a page table's own lock decides.
     */
    public final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    public Machine(MachineSpec spec, KernelVersion kernel) {
        this.spec = spec;
        this.geometry = new Geometry(spec.pageSize());
        this.kernel = kernel;
        this.nodes = new MemoryNode[spec.nodes().lastKey() + 1];
        this.cpus = new CpuNumbers(spec.nodes().values());
        for (NodeSpec node : spec.nodes().values()) {
            nodes[node.id()] =
                    new MemoryNode(node.id(), node.bytes() / spec.pageSize(), cpus.of(node.id()), geometry);
        }
        this.withMemory = nodeSet(node -> node.bytes() > 0);
        this.online = nodeSet(NodeSpec::online);
        this.weights = new int[nodes.length];
        Arrays.fill(weights, 1);
        this.swap = new SwapSpace(spec.swapBytes() / spec.pageSize());
    }

    /** Number one more address space. */
    public long nextSpace() {
        return addressSpaces.getAndIncrement();
    }

    /** Return the number of bytes that are free on a node. */
    public long freeBytes(int node) {
        return node(node).freePages() * geometry.pageSize();
    }

    /** Return which faults are injected. */
    public FaultPlan faults() {
        return faults;
    }

    /** Go on without the memory of an empty node; one without CPUs goes offline. */
    public void remove(MemoryNode empty) {
        empty.unplug();
        withMemory = withMemory.minus(NodeSet.of(empty.id()));
        online = empty.cpus().isEmpty() ? online.minus(NodeSet.of(empty.id())) : online;
        zonelists = null;
    }

    /** Tell whether each page has to go through the engine by itself: somebody watches, or has faults for single pages. */
    public boolean stepsPages() {
        return !watchers.isEmpty() || faults.concernPages();
    }

    public void exclusively(Runnable work) {
        exclusively(() -> {
            work.run();
            return true;
        });
    }

    /** Do something while nobody else changes or reads the machine, and return what came of it. */
    public <T> T exclusively(Supplier<T> work) {
        lock.writeLock().lock();
        try {
            return work.get();
        } finally {
            lock.writeLock().unlock();
        }
    }

    public MachineSpec spec() {
        return spec;
    }

    public Geometry geometry() {
        return geometry;
    }

    public KernelVersion kernel() {
        return kernel;
    }

    public Watchers watchers() {
        return watchers;
    }

    public CallScratch.Pool scratch() {
        return scratch;
    }

    public SwapSpace swap() {
        return swap;
    }

    /**
     * Return a node by its number.
     *
     * @throws IllegalArgumentException if the machine has no such node
     */
    public MemoryNode node(int id) {
        MemoryNode node = id >= 0 && id < nodes.length ? nodes[id] : null;
        if (node == null) {
            throw new IllegalArgumentException("there is no node " + id + ", only " + nodeSet(any -> true));
        }
        return node;
    }

    /** Return one more than the highest possible node. */
    public int nodeIds() {
        return nodes.length;
    }

    public NodeSet nodesWithMemory() {
        return withMemory;
    }

    public NodeSet online() {
        return online;
    }

    public NodeSet possible() {
        return nodeSet(any -> true);
    }

    public int cpuCount() {
        return cpus.all().length();
    }

    public CpuNumbers cpus() {
        return cpus;
    }

    public int nodeOfCpu(int cpu) {
        return cpus.nodeOf(cpu);
    }

    public int weight(int node) {
        return weights[node];
    }

    public void setWeight(int node, int weight) {
        weights[node] = weight;
    }

    public int zeroPageNode() {
        return spec.zeroPageNode() >= 0 ? spec.zeroPageNode() : withMemory.stream().min().orElseThrow();
    }

    /** Return the nodes with memory in the order that {@code start} turns to them. */
    public int[] zonelist(int start) {
        Zonelists present = zonelists;
        if (present == null) {
            present = new Zonelists(spec, kernel, withMemory, nodes.length);
            zonelists = present;
        }
        return present.of(start);
    }

    private NodeSet nodeSet(Predicate<NodeSpec> wanted) {
        return NodeSet.of(spec.nodes().values().stream().filter(wanted).mapToInt(NodeSpec::id).toArray());
    }

    /** Return the machine in a few lines: kernel, then each node with memory, CPUs and distances. */
    @Override
    public String toString() {
        return "simulated Linux " + kernel + ", pages of " + geometry.pageSize() + " bytes\n"
                + spec.nodes().values().stream().map(this::describe).collect(Collectors.joining("\n"));
    }

    private String describe(NodeSpec node) {
        if (!online.contains(node.id())) {
            return "node " + node.id() + ": offline";
        }
        String memory = !node(node.id()).hasMemory()
                ? "no memory"
                : (node.bytes() >> 20) + " MiB, " + (freeBytes(node.id()) >> 20) + " MiB free";
        String cpus = node.cpus() == 0
                ? "no CPU"
                : "CPUs " + BitmapText.list(node(node.id()).cpus());
        return "node " + node.id() + ": " + memory + ", " + cpus + ", distances " + online().stream()
                .mapToObj(to -> Integer.toString(spec.distance(node.id(), to)))
                .collect(Collectors.joining(" "));
    }
}
