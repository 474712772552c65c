package io.numamigrator.cli.draw;

import io.numamigrator.CpuSet;
import io.numamigrator.NodeSet;
import io.numamigrator.NumaNode;
import io.numamigrator.NumaTopology;
import io.numamigrator.cli.draw.Table.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Draws the nodes of a machine: what they have, how full they are, how far apart they stand. */
public final class TopologyText {

    private static final int MOST_CPU_TEXT = 24;

    private final Terminal terminal;

    /** Prepare to draw for a terminal. */
    public TopologyText(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Return nodes, distances, tiers and node sets. */
    public List<String> of(NumaTopology topology) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.addAll(nodes(topology));
        lines.addAll(access(topology));
        if (topology.nodes().size() > 1) {
            lines.addAll(distances(topology));
        }
        topology.tiers().forEach(tier -> lines.add("memory tier " + tier.id() + ": nodes " + tier.nodes()));
        lines.add("");
        lines.add(sets(topology));
        if (topology.origin() == NumaTopology.Origin.MEMS_ALLOWED_ONLY) {
            lines.add(terminal.alarm(1, "/sys/devices/system/node cannot be read")
                    + ": only Mems_allowed of /proc/self/status is"
                    + " known, no sizes, no distances");
        }
        return lines;
    }

    private List<String> nodes(NumaTopology topology) {
        Table table = new Table("rllrr");
        table.row(dim("node", "has", "CPUs", "memory", "free"));
        for (NumaNode node : topology.nodes()) {
            table.row(List.of(
                    new Cell(Integer.toString(node.id()), text -> terminal.node(node.id(), text)),
                    Cell.of(has(node) + (topology.allowed().contains(node.id()) ? "" : ", not allowed here")),
                    Cell.of(cpus(node)),
                    Cell.of(node.totalBytes().isPresent() ? Size.of(node.totalBytes().getAsLong()) : "?"),
                    Cell.of(node.freeBytes().isPresent() ? Size.of(node.freeBytes().getAsLong()) : "?")));
        }
        List<String> lines = new ArrayList<>(table.lines());
        long largest = topology.nodes().stream().mapToLong(node -> node.totalBytes().orElse(0)).max().orElse(0);
        int cells = Math.clamp(terminal.width() - table.width() - 2, 8, 40);
        Bar bar = new Bar(terminal, cells, largest);
        for (int i = 0; i < topology.nodes().size(); i++) {
            NumaNode node = topology.nodes().get(i);
            long used = node.totalBytes().orElse(0) - node.freeBytes().orElse(0);
            lines.set(i + 1,
                    lines.get(i + 1) + "  " + bar.of(Map.of(node.id(), used)) + rest(node, used, largest, cells));
        }
        lines.set(0, lines.getFirst() + "  " + terminal.dim("used"));
        return lines;
    }

    /** Draw the free part, so that the bar is as long as the node is large. */
    private String rest(NumaNode node, long used, long largest, int cells) {
        if (largest == 0) {
            return "";
        }
        long all = Math.round((double) node.totalBytes().orElse(0) / largest * cells);
        long full = used == 0 ? 0 : Math.max(1, -Math.floorDiv(-used * cells, largest));
        return terminal.dim(terminal.either("─", ".").repeat((int) Math.max(0, all - full)));
    }

    private static String has(NumaNode node) {
        boolean cpus = node.cpus().map(set -> !set.isEmpty()).orElse(true);
        if (node.hasMemory()) {
            return cpus ? "CPUs and memory" : "memory only";
        }
        return cpus ? "CPUs only" : "neither CPUs nor memory";
    }

    private String cpus(NumaNode node) {
        if (node.cpus().isEmpty()) {
            return "?";
        }
        CpuSet cpus = node.cpus().get();
        if (cpus.isEmpty()) {
            return terminal.either("–", "-");
        }
        return terminal.cut(cpus.toString(), MOST_CPU_TEXT);
    }

    private List<String> access(NumaTopology topology) {
        List<String> lines = new ArrayList<>();
        for (NumaNode node : topology.nodes()) {
            node.access().ifPresent(access -> lines.add("node " + node.id() + ": " + access));
            node.interleaveWeight().ifPresent(weight -> {
                if (weight != 1) {
                    lines.add("node " + node.id() + ": interleave weight " + weight);
                }
            });
        }
        return lines;
    }

    private List<String> distances(NumaTopology topology) {
        List<NumaNode> nodes = topology.nodes();
        Table table = new Table("r".repeat(nodes.size() + 1));
        List<Cell> head = new ArrayList<>(dim("distance"));
        nodes.forEach(to -> head.add(new Cell(Integer.toString(to.id()), text -> terminal.node(to.id(), text))));
        table.row(head);
        for (NumaNode from : nodes) {
            List<Cell> cells = new ArrayList<>();
            cells.add(new Cell(Integer.toString(from.id()), text -> terminal.node(from.id(), text)));
            for (NumaNode to : nodes) {
                OptionalInt distance = topology.distance(from.id(), to.id());
                String text = distance.isPresent() ? Integer.toString(distance.getAsInt()) : "?";
                cells.add(from.id() == to.id() ? new Cell(text, terminal::dim) : Cell.of(text));
            }
            table.row(cells);
        }
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.addAll(table.lines());
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
