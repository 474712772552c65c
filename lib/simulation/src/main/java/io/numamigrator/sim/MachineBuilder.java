package io.numamigrator.sim;

import io.numamigrator.sim.spec.MachineCheck;
import io.numamigrator.sim.spec.MachineSpec;
import io.numamigrator.sim.spec.MachineSpec.HugePages;
import io.numamigrator.sim.spec.MachineSpec.Pair;
import io.numamigrator.sim.spec.NodeSpec;
import io.numamigrator.sim.spec.Performance;
import io.numamigrator.sim.spec.TopologySpec;
import io.numamigrator.sim.version.KernelVersion;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Builds a simulated machine; {@link #build()} rejects impossible machines and names the field at fault.
 *
 * {@snippet :
 * SimulatedMachine machine = SimulatedMachine.builder()
 *         .nodes(3, 2L << 30)
 *         .memoryOnly(3, 8L << 30)
 *         .distance(0, 3, 17)
 *         .kernel("6.12")
 *         .build();
 * }
 */
public final class MachineBuilder {

    private static final String NEWEST = KernelVersion.newest().toString();

    private final SortedMap<Integer, NodeSpec> nodes = new TreeMap<>();
    private final Map<Pair, Integer> distances = new HashMap<>();
    private int pageSize = MachineSpec.PAGE_SIZE;
    private String kernel = NEWEST;
    private int maxNodes = MachineSpec.MAX_NODES;
    private long swapBytes;
    private int zeroPageNode = -1;
    private HugePages hugePages = HugePages.MADVISE;
    private final Map<Integer, Performance> performance = new HashMap<>();

    MachineBuilder() {}

    MachineBuilder(MachineSpec from) {
        nodes.putAll(from.nodes());
        distances.putAll(from.distances());
        pageSize = from.pageSize();
        kernel = from.kernel();
        maxNodes = from.maxNodes();
        swapBytes = from.swapBytes();
        zeroPageNode = from.zeroPageNode();
        hugePages = from.hugePages();
        performance.putAll(from.performance());
    }

    /** Adds nodes 0 to {@code count - 1}, each with this much memory and one CPU. */
    public MachineBuilder nodes(int count, long bytesEach) {
        if (count < 0) {
            throw new IllegalArgumentException("nodes: " + count);
        }
        for (int id = 0; id < count; id++) {
            node(id, bytesEach);
        }
        return this;
    }

    /**
     * Sets nodes and distances from one line, {@code four} or {@code 2x[1cpu,1G]+[0cpu,512M]@31}, replacing all earlier ones.
     *
     * <p>A group is a number, or a number of nodes alike in brackets with CPUs, memory, latency and bandwidth; {@code 8=} before it
     * is the id of its first node, {@code @31} its distance from all others, {@code /0:1=15} that of one pair.
     * {@code [cpus=0-11,96-107]} lists CPUs. {@code [empty]} is an online node with neither CPU nor memory, {@code [offline]} an id
     * that is only possible. The presets are {@code two}, {@code four}, {@code eight}, {@code tiered}, {@code holes}, and the real
     * machines {@code gh200}, {@code power9}, {@code xeon-max-snc4}, {@code epyc-nps4} and {@code optane}. Multi-node guests read
     * the same language: ci/vm/SPEC.md.
     *
     * @throws IllegalArgumentException if the line cannot be read; the message begins with the field at fault
     */
    public MachineBuilder nodes(String spec) {
        Objects.requireNonNull(spec, "spec");
        MachineSpec read = MachineSpec.of(TopologySpec.parse(spec), kernel);
        nodes.clear();
        nodes.putAll(read.nodes());
        distances.clear();
        distances.putAll(read.distances());
        performance.clear();
        performance.putAll(read.performance());
        return this;
    }

    /** Adds a node with memory and one CPU; node numbers may have gaps. */
    public MachineBuilder node(int id, long bytes) {
        nodes.put(id, new NodeSpec(id, bytes, 1, true));
        return this;
    }

    /** Adds a node with memory and no CPU, as CXL and high-bandwidth memory have. */
    public MachineBuilder memoryOnly(int id, long bytes) {
        if (bytes == 0) {
            throw new IllegalArgumentException(
                    "node " + id + ": memory alone, and none of it; a node with neither CPU nor memory is empty(" + id
                            + ")");
        }
        nodes.put(id, new NodeSpec(id, bytes, 0, true));
        return this;
    }

    /** Takes the CPUs from a node. */
    public MachineBuilder memoryOnly(int id) {
        nodes.put(id, known(id, "memoryOnly").withCpus(0));
        return this;
    }

    /** Adds a node with a CPU and no memory, or takes the memory from one. */
    public MachineBuilder memoryless(int id) {
        nodes.put(id,
                new NodeSpec(id, 0, Math.max(1, nodes.containsKey(id) ? known(id, "memoryless").cpus() : 1), true));
        return this;
    }

    /** Adds a node that is online with neither CPU nor memory, as GPUs of a Grace Hopper have for their partitions. */
    public MachineBuilder empty(int id) {
        nodes.put(id, new NodeSpec(id, 0, 0, true));
        return this;
    }

    /** Adds a node that is possible and not online. */
    public MachineBuilder offline(int id) {
        nodes.put(id, new NodeSpec(id, 0, 0, false));
        return this;
    }

    /** Gives a node this many CPUs. */
    public MachineBuilder cpus(int id, int count) {
        nodes.put(id, known(id, "cpus").withCpus(count));
        return this;
    }

    /** Gives each node that has a CPU this many. */
    public MachineBuilder cpusEach(int count) {
        nodes.replaceAll((id, node) -> node.cpus() == 0 ? node : node.withCpus(count));
        return this;
    }

    /** Sets the distance between two nodes, both ways; 10 is local, 20 the usual for others. */
    public MachineBuilder distance(int a, int b, int distance) {
        distances.put(new Pair(a, b), distance);
        distances.put(new Pair(b, a), distance);
        return this;
    }

    /** Sets the distance from {@code from} to {@code to} only, not back. */
    public MachineBuilder distanceOneWay(int from, int to, int distance) {
        distances.put(new Pair(from, to), distance);
        return this;
    }

    /**
     * Sets the memory performance that the firmware reports for a node (HMAT); for all nodes with memory or none.
     *
     * @param latency in nanoseconds
     * @param bandwidth in bytes a second
     */
    public MachineBuilder performance(int node, int latency, long bandwidth) {
        performance.put(node, new Performance(latency, bandwidth));
        return this;
    }

    /** Sets the size of a base page: 4096, 16384 or 65536 bytes. */
    public MachineBuilder pageSize(int bytes) {
        pageSize = bytes;
        return this;
    }

    /**
     * Sets the kernel's release: {@code 6.12}, {@code 6.12.117}, {@code 2.6.18}; without it, or with an empty one, the newest known.
     *
     * <p>All stable releases of a series behave alike, as the one of them that was measured; a release that Linux never had is refused.
     */
    public MachineBuilder kernel(String release) {
        Objects.requireNonNull(release, "release");
        kernel = release.isEmpty() ? NEWEST : release;
        return this;
    }

    /** Sets the number of node ids that the kernel was compiled for: a power of two up to 1024. */
    public MachineBuilder maxNodes(int count) {
        maxNodes = count;
        return this;
    }

    /** Adds swap devices of this size. */
    public MachineBuilder swap(long bytes) {
        swapBytes = bytes;
        return this;
    }

    /** Puts the shared zero page on a node; without it on the lowest with memory. */
    public MachineBuilder zeroPageOn(int node) {
        zeroPageNode = node;
        return this;
    }

    /** Backs all large areas with transparent huge pages, not only those that ask with madvise(2). */
    public MachineBuilder hugePagesAlways() {
        hugePages = HugePages.ALWAYS;
        return this;
    }

    private NodeSpec known(int id, String field) {
        NodeSpec node = nodes.get(id);
        if (node == null) {
            throw new IllegalArgumentException(
                    field + ": there is no node " + id + " yet; add it with node(" + id + ", bytes)");
        }
        return node;
    }

    /**
     * Builds the machine.
     *
     * @throws IllegalArgumentException if the machine is impossible; the message begins with the field at fault
     */
    public SimulatedMachine build() {
        var spec = new MachineSpec(nodes, distances, pageSize, kernel, maxNodes, swapBytes, zeroPageNode, hugePages,
                performance);
        MachineCheck.check(spec);
        return new SimulatedMachine(spec, KernelVersion.of(spec.kernel()));
    }
}
