package io.numamigrator.cli.draw;

import io.numamigrator.CpuSet;
import io.numamigrator.NodeSet;
import io.numamigrator.NumaNode;
import io.numamigrator.NumaTopology;
import io.numamigrator.cli.draw.Table.Cell;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Draws the nodes of a machine: what they have, how full they are, how far apart they stand. */
public final class TopologyText {

    private static final int NARROWEST_CPU_TEXT = 8;
    private static final int WIDEST_CPU_TEXT = 24;
    private static final int WIDEST_HAS = 16;
    private static final int SHORTEST_BAR = 10;
    private static final int LONGEST_BAR = 40;

    /** Of more nodes those that have the same stand in one row. */
    private static final int MOST_ROWS = 29;

    private final Terminal terminal;

    /** Prepare to draw for a terminal. */
    public TopologyText(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Return nodes, distances, tiers and node sets. */
    public List<String> of(NumaTopology topology) {
        NodeSet empty = empty(topology);
        NodeSet shown = topology.online().minus(empty);
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.addAll(nodes(topology, shown));
        if (!empty.isEmpty()) {
            lines.add(emptyNodes(topology, empty));
        }
        lines.addAll(access(topology));
        if (shown.size() > 1) {
            lines.add("");
            lines.addAll(new DistanceText(terminal, topology, shown).lines());
        }
        topology.tiers().forEach(tier -> lines.add("memory tier " + tier.id() + ": nodes " + tier.nodes()));
        lines.add("");
        lines.add(sets(topology));
        if (topology.origin() == NumaTopology.Origin.MEMS_ALLOWED_ONLY) {
            lines.add(terminal.alarm(1, "/sys/devices/system/node cannot be read")
                    + ": only Mems_allowed of /proc/self/status is"
                    + " known, no sizes, no distances");
        }
        return lines.stream().flatMap(line -> Paragraph.wrap(line, terminal.width()).stream()).toList();
    }

    /** Return the nodes known to have neither CPUs nor memory. */
    private static NodeSet empty(NumaTopology topology) {
        return NodeSet.of(topology.nodes().stream()
                .filter(node -> !node.hasMemory() && node.cpus().map(CpuSet::isEmpty).orElse(false))
                .mapToInt(NumaNode::id).toArray());
    }

    private static String emptyNodes(NumaTopology topology, NodeSet empty) {
        NodeSet initiators = topology.withGenericInitiator().orElse(NodeSet.empty()).intersect(empty);
        String what = (empty.size() == 1 ? "node " : "nodes ") + empty + ": neither CPUs nor memory";
        if (initiators.isEmpty()) {
            return what;
        }
        String which = initiators.equals(empty) ? "" : initiators + " ";
        return what + "; " + which + (initiators.size() == 1 ? "a generic initiator" : "generic initiators")
                + " (devices that reach memory by themselves)";
    }

    /** Nodes in one row: one, or on a machine with many all that have the same. */
    private record Group(String has, NodeSet ids, List<NumaNode> nodes) {

        long total() {
            return nodes.stream().mapToLong(node -> node.totalBytes().orElse(0)).sum();
        }

        Map<Integer, Long> used() {
            Map<Integer, Long> used = new TreeMap<>();
            nodes.forEach(node -> used.put(node.id(), node.totalBytes().orElse(0) - node.freeBytes().orElse(0)));
            return used;
        }

        String memory() {
            return nodes.stream().allMatch(node -> node.totalBytes().isPresent()) ? Size.of(total()) : "?";
        }

        String free() {
            return nodes.stream().allMatch(node -> node.freeBytes().isPresent())
                    ? Size.of(nodes.stream().mapToLong(node -> node.freeBytes().orElse(0)).sum())
                    : "?";
        }

        /** Return the CPUs; empty if those of a node are not known. */
        Optional<CpuSet> cpus() {
            return nodes.stream().allMatch(node -> node.cpus().isPresent())
                    ? Optional.of(CpuSet.parse(nodes.stream().map(node -> node.cpus().orElseThrow().toString())
                            .filter(list -> !list.isEmpty()).collect(Collectors.joining(","))))
                    : Optional.empty();
        }
    }

    private static List<Group> groups(NumaTopology topology, NodeSet shown) {
        Map<String, Group> groups = new LinkedHashMap<>();
        for (NumaNode node : topology.nodes()) {
            if (shown.contains(node.id())) {
                String has = has(node) + (topology.allowed().contains(node.id()) ? "" : ", not allowed here");
                String key = shown.size() > MOST_ROWS ? has + node.cpus().map(CpuSet::size).orElse(-1) : "" + node.id();
                Group group = groups.computeIfAbsent(key, none -> new Group(has, NodeSet.empty(), List.of()));
                groups.put(key, new Group(has, group.ids().plus(NodeSet.of(node.id())),
                        Stream.concat(group.nodes().stream(), Stream.of(node)).toList()));
            }
        }
        return List.copyOf(groups.values());
    }

    private List<String> nodes(NumaTopology topology, NodeSet shown) {
        List<Group> groups = groups(topology, shown);
        Table narrow = table(groups, NARROWEST_CPU_TEXT, 0);
        int room = terminal.width() - narrow.width() + NARROWEST_CPU_TEXT;
        int cpuText = Math.clamp(room - SHORTEST_BAR, NARROWEST_CPU_TEXT, WIDEST_CPU_TEXT);
        int cells = Math.min(terminal.width() - table(groups, cpuText, 0).width() - 2, LONGEST_BAR);
        return table(groups, cpuText, cells).lines();
    }

    /** Set the nodes, with bars of this many cells, or without bars if there is no room for eight. */
    private Table table(List<Group> groups, int cpuText, int cells) {
        long largest = groups.stream().mapToLong(Group::total).max().orElse(0);
        Bar bar = new Bar(terminal, Math.max(1, cells), largest);
        Table table = new Table("lllrrl");
        boolean bars = cells >= 8;
        table.row(dim("node", "has", "CPUs", "memory", "free", bars ? "used" : ""));
        for (Group group : groups) {
            table.row(List.of(
                    new Cell(wrapped(group.ids().toString(), NARROWEST_CPU_TEXT), text -> terminal
                            .node(group.nodes().getFirst().id(), text)),
                    Cell.of(String.join("\n", Paragraph.wrap(group.has(), WIDEST_HAS))),
                    Cell.of(group.cpus().map(cpus -> cpus(cpus, cpuText)).orElse("?")),
                    Cell.of(group.memory()),
                    Cell.of(group.free()),
                    bars
                            ? new Cell("", none -> bar.of(group.used())
                                    + rest(group.total(), sum(group.used()), largest, cells))
                            : Cell.of("")));
        }
        return table;
    }

    private static long sum(Map<Integer, Long> bytes) {
        return bytes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Draw the free part, so that the bar is as long as the node is large. */
    private String rest(long total, long used, long largest, int cells) {
        if (largest == 0) {
            return "";
        }
        long all = Math.round((double) total / largest * cells);
        long full = used == 0 ? 0 : Math.max(1, -Math.floorDiv(-used * cells, largest));
        return terminal.dim(terminal.either("─", ".").repeat((int) Math.max(0, all - full)));
    }

    private static String wrapped(String list, int width) {
        return String.join("\n", Paragraph.wrapList(list, width));
    }

    private String cpus(CpuSet cpus, int width) {
        return cpus.isEmpty() ? terminal.either("–", "-") : wrapped(cpus.toString(), width);
    }

    private static String has(NumaNode node) {
        boolean cpus = node.cpus().map(set -> !set.isEmpty()).orElse(true);
        if (node.hasMemory()) {
            return cpus ? "CPUs and memory" : "memory only";
        }
        return cpus ? "CPUs only" : "neither CPUs nor memory";
    }

    private List<String> access(NumaTopology topology) {
        List<String> lines = new ArrayList<>();
        for (NumaNode node : topology.nodes()) {
            node.access().ifPresent(access -> lines.add("node " + node.id() + ": " + access));
            node.accessFromAny().filter(any -> !any.equals(node.access().orElse(null)))
                    .ifPresent(any -> lines.add("node " + node.id() + ", devices counted: " + any));
            node.interleaveWeight().ifPresent(weight -> {
                if (weight != 1) {
                    lines.add("node " + node.id() + ": interleave weight " + weight);
                }
            });
        }
        return lines;
    }

    private List<Cell> dim(String... texts) {
        List<Cell> cells = new ArrayList<>();
        for (String text : texts) {
            cells.add(new Cell(text, terminal::dim));
        }
        return cells;
    }

    private static String sets(NumaTopology topology) {
        StringBuilder text = new StringBuilder("nodes possible ").append(topology.possible());
        text.append(", online ").append(topology.online());
        text.append(", with memory ").append(topology.withMemory());
        text.append(", allowed to this process ").append(topology.allowed());
        append(text, ", memory only ", topology.memoryOnly());
        append(text, ", CPUs only ", topology.cpuOnly());
        return text.toString();
    }

    private static void append(StringBuilder text, String words, NodeSet nodes) {
        if (!nodes.isEmpty()) {
            text.append(words).append(nodes);
        }
    }
}
