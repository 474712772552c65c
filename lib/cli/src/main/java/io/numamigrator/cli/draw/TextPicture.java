package io.numamigrator.cli.draw;

import io.numamigrator.NodeSet;
import io.numamigrator.cli.draw.Table.Cell;
import io.numamigrator.cli.where.MemoryPicture;
import io.numamigrator.cli.where.MemoryPicture.Row;
import io.numamigrator.cli.where.MemoryPicture.Subject;
import io.numamigrator.cli.where.NodeBytes;
import java.util.ArrayList;
import java.util.List;

/** Draws a memory picture with bars on a terminal, in parts, so that what is known first can be shown first. */
public final class TextPicture {

    private static final int NARROWEST_BAR = 20;
    private static final int MOST_NAMES = 12;

    private final Terminal terminal;

    /** Prepare to draw for a terminal. */
    public TextPicture(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Return who is looked at. */
    public List<String> title(List<Subject> subjects) {
        if (subjects.size() > 1) {
            List<String> names = subjects.stream().map(each -> (each.pid() + " " + each.name()).strip()).toList();
            List<String> shown = names.subList(0, Math.min(MOST_NAMES, names.size()));
            String more = names.size() > shown.size() ? " and " + (names.size() - shown.size()) + " more" : "";
            return Paragraph.wrap(subjects.size() + " processes: " + String.join(", ", shown) + more, terminal.width())
                    .stream().map(terminal::bold).toList();
        }
        Subject subject = subjects.getFirst();
        List<String> lines = new ArrayList<>();
        lines.add(terminal.bold(("process " + subject.pid() + " " + subject.name()).strip()));
        if (!subject.command().isEmpty()) {
            lines.add(terminal.dim(terminal.cut(subject.command(), terminal.width())));
        }
        return lines;
    }

    /** Return what is on each node, which is also the legend of the bars. */
    public List<String> legend(NodeSet nodes, NodeBytes total) {
        if (total.total() == 0) {
            return List.of(terminal.bold("nothing is mapped"));
        }
        List<String> lines = new ArrayList<>();
        String head = Size.of(total.total()) + " mapped:";
        StringBuilder line = new StringBuilder(terminal.bold(head));
        int width = head.length();
        for (int node : nodes) {
            String words =
                    " node " + node + "  " + Size.of(total.on(node)) + "  " + Size.share(total.on(node), total.total());
            if (width + words.length() + 4 > terminal.width()) {
                lines.add(line.toString());
                line = new StringBuilder(" ".repeat(head.length()));
                width = head.length();
            }
            line.append("   ").append(swatch(node)).append(words);
            width += words.length() + 4;
        }
        lines.add(line.toString());
        return lines;
    }

    private String swatch(int node) {
        String mark = terminal.colour()
                ? terminal.either("█", "#")
                : String.valueOf(Palette.pattern(node, terminal.unicode()));
        return terminal.node(node, mark);
    }

    /** Return what the memory is used for, and how that was found out. */
    public List<String> body(MemoryPicture picture) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.addAll(rows(picture.nodes(), picture.rows()));
        lines.addAll(policies(picture));
        lines.add("");
        lines.addAll(foot(picture));
        return lines;
    }

    /** Return the policies that areas have, and what is under each; nothing if there is none but the default. */
    private List<String> policies(MemoryPicture picture) {
        List<String> lines = new ArrayList<>();
        for (String sentence : PolicyLines.of(picture)) {
            for (String line : Paragraph.wrap(sentence, terminal.width() - 2)) {
                lines.add(line.equals(sentence) || sentence.startsWith(line) ? line : "  " + line);
            }
        }
        if (!lines.isEmpty()) {
            lines.addFirst("");
        }
        return lines;
    }

    private List<String> rows(NodeSet nodes, List<Row> rows) {
        List<Row> shown = rows.stream().filter(row -> row.bytes().total() > 0 || row.swapped() > 0).toList();
        Table wide = numbers(nodes, shown, nodes.size() > 1);
        boolean fits = wide.width() + 2 + NARROWEST_BAR <= terminal.width();
        Table table = fits ? wide : numbers(nodes, shown, false);
        List<String> lines = new ArrayList<>(table.lines());
        long largest = shown.stream().mapToLong(row -> row.bytes().total()).max().orElse(0);
        Bar bar = new Bar(terminal, Math.max(NARROWEST_BAR, terminal.width() - table.width() - 2), largest);
        int first = lines.size() - shown.size();
        for (int i = 0; i < shown.size(); i++) {
            lines.set(first + i, lines.get(first + i) + "  " + bar.of(shown.get(i).bytes().byNode()));
        }
        if (!fits) {
            lines.addAll(blocks(nodes, shown));
        }
        return lines;
    }

    private Table numbers(NodeSet nodes, List<Row> rows, boolean columns) {
        boolean swap = rows.stream().anyMatch(row -> row.swapped() > 0);
        Table table = new Table("lr" + (swap ? "r" : "") + "r".repeat(columns ? nodes.size() : 0));
        if (columns || swap) {
            List<Cell> head = header("", "mapped", columns ? nodes : NodeSet.empty());
            if (swap) {
                head.add(2, new Cell("swapped", terminal::dim));
            }
            table.row(head);
        }
        for (Row row : rows) {
            List<Cell> cells = new ArrayList<>();
            cells.add(Cell.of(row.kind().label()));
            cells.add(Cell.of(Size.of(row.bytes().total())));
            if (swap) {
                cells.add(amount(row.swapped()));
            }
            if (columns) {
                nodes.forEach(node -> cells.add(amount(row.bytes().on(node))));
            }
            table.row(cells);
        }
        return table;
    }

    private List<Cell> header(String first, String second, NodeSet nodes) {
        List<Cell> cells = new ArrayList<>(List.of(Cell.of(first), new Cell(second, terminal::dim)));
        nodes.forEach(node -> cells.add(new Cell("node " + node, text -> terminal.node(node, text))));
        return cells;
    }

    private Cell amount(long bytes) {
        return bytes == 0 ? new Cell(terminal.either("·", "."), terminal::dim) : Cell.of(Size.of(bytes));
    }

    /** Set the numbers by node below the bars, as many nodes side by side as there is room for. */
    private List<String> blocks(NodeSet nodes, List<Row> rows) {
        List<String> lines = new ArrayList<>();
        NodeSet left = nodes;
        while (!left.isEmpty()) {
            NodeSet some = left;
            Table table = numbers(some, rows, true);
            while (table.width() > terminal.width() && some.size() > 1) {
                some = some.minus(NodeSet.of(some.highest()));
                table = numbers(some, rows, true);
            }
            lines.add("");
            lines.addAll(table.lines());
            left = left.minus(some);
        }
        return lines;
    }

    private List<String> foot(MemoryPicture picture) {
        List<String> lines = new ArrayList<>();
        List<String> sentences = new ArrayList<>();
        sentences.add("from " + picture.source() + dot() + picture.kernel());
        sentences.addAll(picture.notes());
        for (String sentence : sentences) {
            String indent = "";
            for (String line : Paragraph.wrap(sentence, terminal.width() - 2)) {
                lines.add(terminal.dim(indent + line));
                indent = "  ";
            }
        }
        return lines;
    }

    private String dot() {
        return terminal.either(" · ", " - ");
    }
}
