package io.numamigrator.sim.spec;

import io.numamigrator.sim.spec.MachineSpec.Pair;
import io.numamigrator.sim.version.KernelVersion;
import java.util.Comparator;
import java.util.Map;

/** Refuses machines that cannot be, each with the field at fault. */
public final class MachineCheck {

    private static final int MOST_NODES = 1024;
    private static final int MOST_CPUS = 8192;
    private static final int UNREACHABLE = 255;

    private final MachineSpec spec;

    private MachineCheck(MachineSpec spec) {
        this.spec = spec;
    }

    public static void check(MachineSpec spec) {
        MachineCheck check = new MachineCheck(spec);
        check.sizes();
        spec.nodes().values().forEach(check::node);
        check.whole();
        // A map's order differs from JVM to JVM; the first fault that is named should not.
        spec.distances().entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<Pair, Integer> way) -> way.getKey().from())
                        .thenComparingInt(way -> way.getKey().to()))
                .forEach(way -> check.distance(way.getKey(), way.getValue()));
        check.performance();
    }

    private void sizes() {
        require(spec.pageSize() == 4096 || spec.pageSize() == 16384 || spec.pageSize() == 65536, "pageSize",
                spec.pageSize() + " bytes; there are 4096, 16384 and 65536");
        require(Integer.bitCount(spec.maxNodes()) == 1 && spec.maxNodes() <= MOST_NODES, "maxNodes",
                spec.maxNodes() + " is no power of two up to " + MOST_NODES);
        require(spec.swapBytes() >= 0 && spec.swapBytes() % spec.pageSize() == 0, "swap",
                spec.swapBytes() + " bytes are no whole pages of " + spec.pageSize());
        try {
            KernelVersion.of(spec.kernel());
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException("kernel: " + unknown.getMessage(), unknown);
        }
    }

    private void node(NodeSpec node) {
        String field = "node " + node.id();
        require(node.id() >= 0 && node.id() < spec.maxNodes(), field, "the kernel knows 0-" + (spec.maxNodes() - 1));
        require(node.bytes() >= 0 && node.bytes() % spec.pageSize() == 0, field + " bytes",
                node.bytes() + " bytes are no whole pages of " + spec.pageSize());
        require(node.bytes() <= 1L << 46, field + " bytes", node.bytes() + " are more than 64 TiB");
        require(node.cpus() >= 0, field + " cpus", node.cpus() + " CPUs");
    }

    private void whole() {
        require(spec.nodes().values().stream().anyMatch(node -> node.bytes() > 0), "nodes", "none has memory");
        int cpus = spec.nodes().values().stream().mapToInt(NodeSpec::cpus).sum();
        require(cpus > 0, "cpus", "no node has a CPU");
        require(cpus <= MOST_CPUS, "cpus", cpus + " are more than " + MOST_CPUS);
        NodeSpec zero = spec.nodes().get(spec.zeroPageNode());
        require(spec.zeroPageNode() == -1 || zero != null && zero.bytes() > 0, "zeroPageOn",
                "node " + spec.zeroPageNode() + " has no memory");
    }

    private void distance(Pair pair, int distance) {
        String field = "distance " + pair.from() + " to " + pair.to();
        require(spec.nodes().containsKey(pair.from()) && spec.nodes().containsKey(pair.to()), field, "no such nodes");
        require(pair.from() != pair.to() || distance == MachineSpec.LOCAL, field, "a node is 10 from itself");
        require(pair.from() == pair.to() || distance >= MachineSpec.LOCAL && distance <= UNREACHABLE, field,
                distance + " is outside 10-255");
    }

    private void performance() {
        spec.performance().forEach((id, told) -> {
            String field = "performance of node " + id;
            NodeSpec node = spec.nodes().get(id);
            require(node != null && node.bytes() > 0, field, "it has no memory");
            require(told.latency() > 0, field, told.latency() + " ns");
            require(told.bandwidth() >= 1 << 20, field, told.bandwidth() + " bytes a second are less than 1 MiB");
        });
        spec.nodes().values().stream().filter(node -> node.bytes() > 0 && !spec.performance().isEmpty())
                .forEach(node -> require(spec.performance().containsKey(node.id()), "performance of node " + node.id(),
                        "missing; it is told of all nodes with memory, or of none"));
    }

    private static void require(boolean holds, String field, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(field + ": " + otherwise);
        }
    }
}
