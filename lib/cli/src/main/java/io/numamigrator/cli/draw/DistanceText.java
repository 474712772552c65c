package io.numamigrator.cli.draw;

import io.numamigrator.NodeSet;
import io.numamigrator.NumaTopology;
import io.numamigrator.cli.draw.Table.Cell;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/** Sets the distances between nodes: as a matrix, or, where that is too wide, in a line for all nodes that see the others alike. */
final class DistanceText {

    private static final int MOST_COLUMNS = 29;

    private final Terminal terminal;
    private final NumaTopology topology;
    private final int[] nodes;

    DistanceText(Terminal terminal, NumaTopology topology, NodeSet shown) {
        this.terminal = terminal;
        this.topology = topology;
        this.nodes = shown.stream().toArray();
    }

    List<String> lines() {
        Table matrix = matrix();
        return nodes.length <= MOST_COLUMNS && matrix.width() <= terminal.width() ? matrix.lines() : groups();
    }

    private Table matrix() {
        Table table = new Table("r".repeat(nodes.length + 1));
        List<Cell> head = new ArrayList<>(List.of(new Cell("distance", terminal::dim)));
        Arrays.stream(nodes).forEach(to -> head.add(node(to)));
        table.row(head);
        for (int from : nodes) {
            List<Cell> cells = new ArrayList<>(List.of(node(from)));
            for (int to : nodes) {
                String text = text(from, to);
                cells.add(from == to ? new Cell(text, terminal::dim) : Cell.of(text));
            }
            table.row(cells);
        }
        return table;
    }

    private Cell node(int id) {
        return new Cell(Integer.toString(id), text -> terminal.node(id, text));
    }

    private String text(int from, int to) {
        OptionalInt distance = topology.distance(from, to);
        return distance.isPresent() ? Integer.toString(distance.getAsInt()) : "?";
    }

    private List<String> groups() {
        List<NodeSet> groups = new ArrayList<>();
        for (int node : nodes) {
            int like = 0;
            while (like < groups.size() && !groups.get(like).stream().allMatch(other -> isAlike(other, node))) {
                like++;
            }
            if (like < groups.size()) {
                groups.set(like, groups.get(like).plus(NodeSet.of(node)));
            } else {
                groups.add(NodeSet.of(node));
            }
        }
        Table table = new Table("lrl");
        table.row(List.of(new Cell("from", terminal::dim), new Cell("distance", terminal::dim),
                new Cell("to", terminal::dim)));
        groups.forEach(group -> rows(table, group));
        return table.lines(terminal.width());
    }

    /** Tell whether two nodes are as far from all others, in both directions. */
    private boolean isAlike(int a, int b) {
        return text(a, b).equals(text(b, a)) && Arrays.stream(nodes).filter(other -> other != a && other != b)
                .allMatch(other -> text(a, other).equals(text(b, other)) && text(other, a).equals(text(other, b)));
    }

    private void rows(Table table, NodeSet group) {
        int first = group.stream().min().orElseThrow();
        SortedMap<String, NodeSet> outside = new TreeMap<>((a, b) -> a.length() == b.length()
                ? a.compareTo(b)
                : Integer.compare(a.length(), b.length()));
        for (int to : nodes) {
            if (!group.contains(to)) {
                outside.merge(text(first, to), NodeSet.of(to), NodeSet::plus);
            }
        }
        String from = group.toString();
        if (group.size() > 1) {
            table.row(from, text(first, group.highest()), "each other");
            from = "";
        }
        for (var each : outside.entrySet()) {
            table.row(from, each.getKey(), spaced(each.getValue()));
            from = "";
        }
        if (group.size() == 1 && outside.isEmpty()) {
            table.row(from, text(first, first), "itself");
        }
    }

    private static String spaced(NodeSet nodes) {
        return nodes.toString().replace(",", ", ");
    }
}
