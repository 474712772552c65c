package io.numamigrator.proc;

import io.numamigrator.CpuSet;
import io.numamigrator.NodeSet;
import io.numamigrator.NumaNode;
import io.numamigrator.NumaNode.Access;
import io.numamigrator.kernel.ListText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Reads /sys/devices/system/node/nodeN.
 *
 * @param online the nodes that a distance file has one number for, ascending
 */
public record NodeReader(PseudoFiles files, NodeSet online) {

    private static final String WEIGHTS = "/sys/kernel/mm/mempolicy/weighted_interleave/node";

    /** Read a node, or return empty if it went offline since the list was read. */
    public Optional<NumaNode> read(int id, Optional<NodeSet> withMemory) {
        String directory = "/sys/devices/system/node/node" + id + "/";
        String meminfo = files.text(directory + "meminfo").orElse(null);
        if (meminfo == null) {
            return Optional.empty();
        }
        OptionalLong total = PseudoFiles.bytesOf("Node " + id + " MemTotal:", meminfo);
        Optional<Access> any = access(directory + "access0/");
        return Optional.of(new NumaNode(
                id,
                withMemory.map(nodes -> nodes.contains(id)).orElse(total.orElse(0) > 0),
                cpus(directory),
                total,
                PseudoFiles.bytesOf("Node " + id + " MemFree:", meminfo),
                distances(directory),
                access(directory + "access1/").or(() -> any),
                any,
                weight(id)));
    }

    /** Read the list of CPUs, or, before Linux 2.6.26, the mask. */
    private Optional<CpuSet> cpus(String directory) {
        return files.text(directory + "cpulist").flatMap(list -> PseudoFiles.valid(list, CpuSet::parse))
                .or(() -> files.text(directory + "cpumap").flatMap(
                        mask -> PseudoFiles.valid(mask, set -> CpuSet.parse(ListText.ofMask(set, "CPU")))));
    }

    private Map<Integer, Integer> distances(String directory) {
        String text = files.text(directory + "distance").map(String::strip).orElse("");
        return text.isEmpty() ? Map.of() : PseudoFiles.valid(text, this::parseDistances).orElse(Map.of());
    }

    private Map<Integer, Integer> parseDistances(String text) {
        Map<Integer, Integer> distances = new TreeMap<>();
        String[] numbers = text.split("\\s+");
        // A node came or went between the reads: whose number is whose can no longer be told.
        if (numbers.length == online.size()) {
            int column = 0;
            for (int node : online) {
                distances.put(node, Integer.parseUnsignedInt(numbers[column++]));
            }
        }
        return distances;
    }

    private Optional<Access> access(String directory) {
        Optional<List<String>> initiators = files.names(directory + "initiators");
        Optional<List<String>> targets = files.names(directory + "targets");
        if (initiators.isEmpty() && targets.isEmpty()) {
            return Optional.empty();
        }
        String values = directory + "initiators/";
        return Optional.of(new Access(
                PseudoFiles.numbered(initiators.orElse(List.of()), "node"),
                PseudoFiles.numbered(targets.orElse(List.of()), "node"),
                measured(values + "read_bandwidth"),
                measured(values + "write_bandwidth"),
                measured(values + "read_latency"),
                measured(values + "write_latency")));
    }

    /** Read a figure of the firmware; 0 says that it has none. */
    private OptionalLong measured(String file) {
        OptionalLong figure = files.number(file);
        return figure.orElse(0) > 0 ? figure : OptionalLong.empty();
    }

    private OptionalInt weight(int id) {
        OptionalLong weight = files.number(WEIGHTS + id);
        return weight.isPresent() ? OptionalInt.of((int) weight.getAsLong()) : OptionalInt.empty();
    }
}
