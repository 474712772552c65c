package io.numamigrator.proc;

import io.numamigrator.NodeSet;
import io.numamigrator.NumaNode;
import io.numamigrator.NumaTopology;
import io.numamigrator.NumaTopology.MemoryTier;
import io.numamigrator.NumaTopology.NodeSets;
import io.numamigrator.NumaTopology.Origin;
import io.numamigrator.NumaUnavailableException;
import io.numamigrator.kernel.Kernel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Reads /sys/devices/system/node, and Mems_allowed_list of /proc/self/status. */
public final class TopologyReader {

    private static final String NODES = "/sys/devices/system/node/";
    private static final String TIERS = "/sys/devices/virtual/memory_tiering/";

    private final PseudoFiles files;

    private TopologyReader(Kernel kernel) {
        this.files = new PseudoFiles(kernel);
    }

    /**
     * Read the topology.
     *
     * @throws NumaUnavailableException if not even /proc/self/status says which nodes are allowed
     */
    public static NumaTopology read(Kernel kernel) {
        return new TopologyReader(kernel).read();
    }

    private NumaTopology read() {
        NodeSet allowed = allowed();
        Optional<NodeSet> online = files.nodes(NODES + "online");
        return online.isPresent() ? fromSysfs(online.get(), allowed) : fromMemsAllowed(allowed);
    }

    private NodeSet allowed() {
        return files.allowed().orElseThrow(() -> new NumaUnavailableException(
                "/proc/self/status does not say which nodes are allowed (Mems_allowed_list)",
                "mount /proc, and use a kernel with CONFIG_CPUSETS",
                null));
    }

    private NumaTopology fromSysfs(NodeSet online, NodeSet allowed) {
        Optional<NodeSet> normal = files.nodes(NODES + "has_normal_memory");
        Optional<NodeSet> hasMemory = files.nodes(NODES + "has_memory");
        NodeReader reader = new NodeReader(files, online);
        List<NumaNode> nodes = new ArrayList<>();
        for (int id : online) {
            reader.read(id, hasMemory).ifPresent(nodes::add);
        }
        NodeSets lists = new NodeSets(
                files.nodes(NODES + "possible").orElse(online),
                online,
                hasMemory.orElseGet(() -> withMemory(nodes)),
                Optional.of(files.nodes(NODES + "has_cpu").orElse(NodeSet.empty()).plus(withCpus(nodes))),
                normal,
                files.nodes(NODES + "has_generic_initiator"));
        return new NumaTopology(Origin.SYSFS, lists, allowed, nodes, tiers());
    }

    /**
     * The lists has_memory and has_cpu are younger (Linux 3.9 and 2.6.24) than the directories of the nodes, and has_cpu is empty before
     * Linux 3.13 unless a CPU came later than the boot.
     */
    private static NodeSet withMemory(List<NumaNode> nodes) {
        return NodeSet.of(nodes.stream().filter(NumaNode::hasMemory).mapToInt(NumaNode::id).toArray());
    }

    private static NodeSet withCpus(List<NumaNode> nodes) {
        return NodeSet.of(nodes.stream().filter(NumaNode::hasCpus).mapToInt(NumaNode::id).toArray());
    }

    private List<MemoryTier> tiers() {
        List<MemoryTier> tiers = new ArrayList<>();
        for (int id : PseudoFiles.numbered(files.names(TIERS).orElse(List.of()), "memory_tier")) {
            files.nodes(TIERS + "memory_tier" + id + "/nodelist")
                    .ifPresent(nodes -> tiers.add(new MemoryTier(id, nodes)));
        }
        return tiers;
    }

    private static NumaTopology fromMemsAllowed(NodeSet allowed) {
        NodeSets lists =
                new NodeSets(allowed, allowed, allowed, Optional.empty(), Optional.empty(), Optional.empty());
        List<NumaNode> nodes = new ArrayList<>();
        for (int id : allowed) {
            nodes.add(new NumaNode(id, true, Optional.empty(), OptionalLong.empty(), OptionalLong.empty(), Map.of(),
                    Optional.empty(), Optional.empty(), OptionalInt.empty()));
        }
        return new NumaTopology(Origin.MEMS_ALLOWED_ONLY, lists, allowed, nodes, List.of());
    }
}
