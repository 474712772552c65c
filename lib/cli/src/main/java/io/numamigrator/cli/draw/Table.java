package io.numamigrator.cli.draw;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Sets text in columns; numbers stand to the right, words to the left, colours do not count as width.
 *
 * <p>A cell of several lines makes its row as high.
 */
public final class Table {

    /**
     * One cell.
     *
     * @param text what is shown, without escapes
     * @param style what colours it, after padding
     */
    public record Cell(String text, UnaryOperator<String> style) {

        /** Return an uncoloured cell. */
        public static Cell of(String text) {
            return new Cell(text, UnaryOperator.identity());
        }
    }

    private static final int GAP = 2;

    private final String alignment;
    private final List<List<Cell>> rows = new ArrayList<>();

    /** Prepare a table; {@code alignment} has a letter for each column, l or r. */
    public Table(String alignment) {
        this.alignment = alignment;
    }

    /** Add a row of plain cells. */
    public Table row(String... texts) {
        List<Cell> cells = new ArrayList<>();
        for (String text : texts) {
            cells.add(Cell.of(text));
        }
        return row(cells);
    }

    /** Add a row. */
    public Table row(List<Cell> cells) {
        rows.add(List.copyOf(cells));
        return this;
    }

    /** Return the number of characters from the first column to the end of the last. */
    public int width() {
        int sum = -GAP;
        for (int width : widths()) {
            sum += width + GAP;
        }
        return sum;
    }

    private int[] widths() {
        int[] widths = new int[alignment.length()];
        for (List<Cell> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i],
                        row.get(i).text().lines().mapToInt(String::length).max().orElse(0));
            }
        }
        return widths;
    }

    /** Return the lines, without blanks at their ends. */
    public List<String> lines() {
        int[] widths = widths();
        return rows.stream().flatMap(row -> lines(row, widths).stream()).toList();
    }

    /** Return the lines with the last column, of words, folded so that they are not longer than {@code width} if it can be. */
    public List<String> lines(int width) {
        int last = alignment.length() - 1;
        int room = width - (width() - widths()[last]);
        Table folded = new Table(alignment);
        for (List<Cell> row : rows) {
            List<Cell> cells = new ArrayList<>(row);
            Cell cell = cells.get(last);
            cells.set(last, new Cell(String.join("\n", Paragraph.wrap(cell.text(), Math.max(1, room))), cell.style()));
            folded.row(cells);
        }
        return folded.lines();
    }

    private List<String> lines(List<Cell> row, int[] widths) {
        int height = row.stream().mapToInt(cell -> (int) cell.text().lines().count()).max().orElse(1);
        List<String> lines = new ArrayList<>();
        for (int at = 0; at < Math.max(1, height); at++) {
            int number = at;
            lines.add(line(row.stream().map(cell -> part(cell, number)).toList(), widths));
        }
        return lines;
    }

    private static Cell part(Cell cell, int number) {
        String text = cell.text().lines().skip(number).findFirst().orElse("");
        // A bar is all style and no text.
        return number == 0 || !text.isEmpty() ? new Cell(text, cell.style()) : Cell.of("");
    }

    private String line(List<Cell> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            Cell cell = row.get(i);
            String blanks = " ".repeat(widths[i] - cell.text().length());
            String shown = cell.style().apply(cell.text());
            line.append(" ".repeat(i == 0 ? 0 : GAP));
            line.append(alignment.charAt(i) == 'r' ? blanks + shown : shown + blanks);
        }
        return line.toString().stripTrailing();
    }
}
