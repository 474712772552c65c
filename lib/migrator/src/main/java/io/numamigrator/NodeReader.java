package io.numamigrator;

import io.numamigrator.NumaNode.Access;
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
record NodeReader(PseudoFiles files, NodeSet online) {

    private static final String WEIGHTS = "/sys/kernel/mm/mempolicy/weighted_interleave/node";

    /** Read a node, or return empty if it went offline since the list was read. */
    Optional<NumaNode> read(int id, Optional<NodeSet> withMemory) {
        String directory = "/sys/devices/system/node/node" + id + "/";
        String meminfo = files.text(directory + "meminfo").orElse(null);
        if (meminfo == null) {
            return Optional.empty();
        }
        OptionalLong total = bytes(meminfo, "Node " + id + " MemTotal:");
        return Optional.of(new NumaNode(
                id,
                withMemory.map(nodes -> nodes.contains(id)).orElse(total.orElse(0) > 0),
                files.text(directory + "cpulist").map(CpuSet::parse),
                total,
                bytes(meminfo, "Node " + id + " MemFree:"),
                distances(directory),
                access(directory + "access0/"),
                weight(id)));
    }

    private static OptionalLong bytes(String meminfo, String key) {
        return PseudoFiles.valueOf(key, meminfo)
                .map(value -> OptionalLong.of(Long.parseLong(value.substring(0, value.indexOf(' '))) * 1024))
                .orElse(OptionalLong.empty());
    }

    private Map<Integer, Integer> distances(String directory) {
        Map<Integer, Integer> distances = new TreeMap<>();
        String text = files.text(directory + "distance").map(String::strip).orElse("");
        String[] numbers = text.isEmpty() ? new String[0] : text.split("\\s+");
        // A node came or went between the reads: whose number is whose can no longer be told.
        if (numbers.length == online.size()) {
            int column = 0;
            for (int node : online) {
                distances.put(node, Integer.parseInt(numbers[column++]));
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
                files.number(values + "read_bandwidth"),
                files.number(values + "write_bandwidth"),
                files.number(values + "read_latency"),
                files.number(values + "write_latency")));
    }

    private OptionalInt weight(int id) {
        OptionalLong weight = files.number(WEIGHTS + id);
        return weight.isPresent() ? OptionalInt.of((int) weight.getAsLong()) : OptionalInt.empty();
    }
}
