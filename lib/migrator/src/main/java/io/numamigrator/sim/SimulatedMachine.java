package io.numamigrator.sim;

import io.numamigrator.NodeSet;
import io.numamigrator.NumaMigrator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
    private final Folio vdso;
    private final ProcessTable processes;
    private final SimulatedProcess first;
    private final Cpuset rootCpuset;
    private final Map<String, SimulatedFile> files = new ConcurrentHashMap<>();
    private final CallScratch.Pool scratch = new CallScratch.Pool();
    private final Watchers watchers = new Watchers();
    private final Faults faults = new Faults();
    private final AtomicLong addressSpaces = new AtomicLong();

    /**
     * Held shared by calls that only read page tables and move ordinary pages, alone by everything else.
     *
     * <p>Among the former a page table's own lock decides.
     */
    final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    SimulatedMachine(MachineSpec spec, KernelVersion kernel) {
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
        this.vdso = new Folio(zeroPageNode(), 1);
        this.vdso.kind = Folio.Kind.RESERVED;
        this.rootCpuset = new Cpuset("/", Cpuset.Version.V2, null, possible());
        if (kernel.has(KernelSwitch.ROOT_CPUSET_LEFT_FROM_POSSIBLE)) {
            rootCpuset.departFrom(possible());
        }
        this.processes = new ProcessTable(this);
        processes.boot();
        this.first = processes.spawn();
    }

    /** Begin a machine. */
    public static MachineBuilder builder() {
        return new MachineBuilder();
    }

    /** Return the machine that one line tells of: see {@link MachineBuilder#nodes(String)}. */
    public static SimulatedMachine of(String nodes) {
        return builder().nodes(nodes).build();
    }

    /** Return a machine of one node with 4 GiB and one CPU: a laptop. */
    public static SimulatedMachine oneNode() {
        return builder().nodes(1, 4 * GIB).build();
    }

    /** Return a machine of two nodes with 4 GiB and two CPUs each: a small server. */
    public static SimulatedMachine twoNodes() {
        return builder().nodes(2, 4 * GIB).cpusEach(2).build();
    }

    /** Return a machine of four nodes with 4 GiB and two CPUs each. */
    public static SimulatedMachine fourNodes() {
        return builder().nodes(4, 4 * GIB).cpusEach(2).build();
    }

    /** Return the machine of the line {@code tiered}: two nodes with CPUs, and far memory. */
    public static SimulatedMachine tiered() {
        return of("tiered");
    }

    /** Return a machine of eight sockets with 64 GiB and eight CPUs each; the farther half is two hops away. */
    public static SimulatedMachine eightSockets() {
        MachineBuilder builder = builder().nodes(8, 64 * GIB).cpusEach(8);
        for (int a = 0; a < 8; a++) {
            for (int b = a + 1; b < 8; b++) {
                builder.distance(a, b, Integer.bitCount(a ^ b) == 1 ? 16 : 22);
            }
        }
        return builder.build();
    }

    /** Begin a machine like this one, without its processes. */
    public MachineBuilder toBuilder() {
        return new MachineBuilder(spec);
    }

    /** Return the process that is there from the start, root's, on CPU 0. */
    public SimulatedProcess process() {
        return first;
    }

    /** Start a further process, root's, on CPU 0. */
    public SimulatedProcess spawn() {
        return processes.spawn();
    }

    /** Open the view of the first process: what {@code NumaMigrator.system()} is on a real machine. */
    public NumaMigrator migrator() {
        return process().migrator();
    }

    /** Number one more address space. */
    long nextSpace() {
        return addressSpaces.getAndIncrement();
    }

    /** Return the number of bytes that are free on a node. */
    public long freeBytes(int node) {
        return node(node).freePages() * geometry.pageSize();
    }

    /** Take memory from a node as others would, until {@code bytes} are left free, or as few more as there are. */
    public void fill(int node, long bytesLeft) {
        MemoryNode full = node(node);
        if (bytesLeft < 0) {
            throw new IllegalArgumentException("bytesLeft: " + bytesLeft + " bytes cannot be left free");
        }
        full.take(Math.max(0, full.freePages() - geometry.pages(bytesLeft)));
    }

    /**
     * Set hugetlb pages of a node aside, as writing nr_hugepages does.
     *
     * @throws IllegalArgumentException if {@code count} is negative or the machine has no such node
     */
    public void hugetlbPages(int node, long count) {
        if (count < 0) {
            throw new IllegalArgumentException("count: " + count + " hugetlb pages");
        }
        exclusively(() -> node(node).hugetlb.resize(count));
    }

    /** Watch the migration engine from now on. */
    public Trace trace() {
        return trace(event -> {});
    }

    /**
     * Watch the migration engine from now on, and hear of each step when it is done; the engine waits meanwhile.
     *
     * <p>The watcher must not call into the machine from the thread it is called on, other threads may.
     */
    public Trace trace(Consumer<TraceEvent> watcher) {
        Trace trace = new Trace(this, watcher);
        exclusively(() -> watchers.add(trace));
        return trace;
    }

    /** Return what is to go wrong. */
    public Faults faults() {
        return faults;
    }

    /**
     * Take the memory of a node away while the machine runs; what is on it goes to other nodes, and one without CPUs goes offline.
     *
     * @throws IllegalStateException if it is the last with memory, or pages on it cannot go
     */
    public void unplug(int node) {
        exclusively(() -> {
            new HotUnplug(this, node(node)).empty();
            node(node).unplug();
            withMemory = withMemory.minus(NodeSet.of(node));
            online = node(node).cpus().isEmpty() ? online.minus(NodeSet.of(node)) : online;
            zonelists = null;
            rootCpuset.settle();
        });
    }

    /** Tell whether each page has to go through the engine by itself: somebody watches, or has faults for single pages. */
    boolean stepsPages() {
        return !watchers.isEmpty() || faults.concernPages();
    }

    void exclusively(Runnable work) {
        exclusively(() -> {
            work.run();
            return true;
        });
    }

    /** Do something while nobody else changes or reads the machine, and return what came of it. */
    <T> T exclusively(Supplier<T> work) {
        lock.writeLock().lock();
        try {
            return work.get();
        } finally {
            lock.writeLock().unlock();
        }
    }

    MachineSpec spec() {
        return spec;
    }

    Geometry geometry() {
        return geometry;
    }

    KernelVersion kernel() {
        return kernel;
    }

    Watchers watchers() {
        return watchers;
    }

    CallScratch.Pool scratch() {
        return scratch;
    }

    ProcessTable processes() {
        return processes;
    }

    Cpuset rootCpuset() {
        return rootCpuset;
    }

    /** Return the file of a key, made when it is first asked for. */
    SimulatedFile file(String key, String path, FileSystem fileSystem) {
        return files.computeIfAbsent(key, made -> new SimulatedFile(path, fileSystem));
    }

    /** Return the files that were asked for by a key. */
    Collection<SimulatedFile> files() {
        return files.values();
    }

    SwapSpace swap() {
        return swap;
    }

    Folio vdsoPage() {
        return vdso;
    }

    /**
     * Return a node by its number.
     *
     * @throws IllegalArgumentException if the machine has no such node
     */
    MemoryNode node(int id) {
        MemoryNode node = id >= 0 && id < nodes.length ? nodes[id] : null;
        if (node == null) {
            throw new IllegalArgumentException("there is no node " + id + ", only " + nodeSet(any -> true));
        }
        return node;
    }

    /** Return one more than the highest possible node. */
    int nodeIds() {
        return nodes.length;
    }

    NodeSet nodesWithMemory() {
        return withMemory;
    }

    NodeSet online() {
        return online;
    }

    NodeSet possible() {
        return nodeSet(any -> true);
    }

    int cpuCount() {
        return cpus.all().length();
    }

    CpuNumbers cpus() {
        return cpus;
    }

    int nodeOfCpu(int cpu) {
        return cpus.nodeOf(cpu);
    }

    int weight(int node) {
        return weights[node];
    }

    void setWeight(int node, int weight) {
        weights[node] = weight;
    }

    int zeroPageNode() {
        return spec.zeroPageNode() >= 0 ? spec.zeroPageNode() : withMemory.stream().min().orElseThrow();
    }

    /** Return the nodes with memory in the order that {@code start} turns to them. */
    int[] zonelist(int start) {
        Zonelists present = zonelists;
        if (present == null) {
            present = new Zonelists(spec, kernel, withMemory, nodes.length);
            zonelists = present;
        }
        return present.of(start);
    }

    /** Tell whether an area may get transparent huge pages. */
    boolean hugeIsPossible(Vma area) {
        return kernel.has(KernelSwitch.THP)
                && area.isAnonymous()
                && area.huge() != Vma.HugeAdvice.NO_HUGE
                && switch (spec.hugePages()) {
                    case ALWAYS -> true;
                    case MADVISE -> area.huge() == Vma.HugeAdvice.HUGE;
                    case NEVER -> false;
                };
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
