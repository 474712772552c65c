package io.numamigrator.proc;

import io.numamigrator.NodeSet;
import io.numamigrator.kernel.KernelFiles;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What /sys/devices/system/node says of the nodes of this machine.
 *
 * @param online nodes the kernel runs with; empty if hidden
 * @param withMemory nodes that hold page frames, the only ones pages can move to; empty if hidden
 * @param directories the directories nodeN; none if hidden
 * @param evidence what was read, or why it could not be
 */
public record NodeLists(Optional<NodeSet> online, Optional<NodeSet> withMemory, List<String> directories,
        List<String> evidence) {

    public static final String DIRECTORY = "/sys/devices/system/node";

    public static NodeLists of(KernelFiles files) {
        Reading online = Reading.of(files, DIRECTORY + "/online");
        Reading withMemory = Reading.of(files, DIRECTORY + "/has_memory");
        Reading withNormalMemory = Reading.of(files, DIRECTORY + "/has_normal_memory");
        List<String> evidence = Stream.of(online, withMemory).map(Reading::evidence).toList();
        return new NodeLists(online.nodes(), withMemory.nodes().or(withNormalMemory::nodes), nodeDirectories(files),
                evidence);
    }

    private static List<String> nodeDirectories(KernelFiles files) {
        try {
            return files.list(DIRECTORY).stream().filter(name -> name.matches("node[0-9]+")).sorted().toList();
        } catch (IOException hidden) {
            return List.of();
        }
    }

    public boolean hidden() {
        return online.isEmpty() || withMemory.isEmpty() || directories.isEmpty();
    }

    /** Returns the node with memory where there is one alone; empty if there are several, or if they are hidden. */
    public Optional<NodeSet> onlyOne() {
        return withMemory.filter(nodes -> nodes.size() == 1);
    }

    /** Return nodes that are online and hold no memory: CPUs alone, or memory taken offline. */
    public NodeSet withoutMemory() {
        return online.flatMap(all -> withMemory.map(all::minus)).orElse(NodeSet.empty());
    }
}
