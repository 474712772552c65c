package io.numamigrator.cli.draw;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Draws a bar of segments, one for each node, in a row of character cells.
 *
 * <p>With colour and block characters a cell is divided in eight; without, segments are rounded to whole cells, but none that
 * has anything disappears while there is room.
 */
final class Bar {

    private static final String EIGHTHS = " ▏▎▍▌▋▊▉█";

    private record Segment(int node, long from, long to) {}

    /** One character: the node it is coloured for, and that of its background, or -1. */
    private record Cell(int node, int background, char mark) {

        boolean isColouredLike(Cell other) {
            return node == other.node && background == other.background;
        }
    }

    private final Terminal terminal;
    private final int cells;
    private final long scale;

    /** Prepare bars of which one of {@code scale} bytes fills all cells. */
    Bar(Terminal terminal, int cells, long scale) {
        this.terminal = terminal;
        this.cells = cells;
        this.scale = Math.max(1, scale);
    }

    /** Return the bar of these bytes by node, not padded. */
    String of(Map<Integer, Long> bytesByNode) {
        int parts = terminal.colour() && terminal.unicode() ? 8 : 1;
        List<Segment> segments = segments(bytesByNode, parts);
        if (parts == 1 && isHair(bytesByNode)) {
            return terminal.either("▏", "|");
        }
        List<Cell> row = new ArrayList<>();
        long end = segments.isEmpty() ? 0 : segments.getLast().to();
        for (long cell = 0; cell * parts < end; cell++) {
            row.add(parts == 8 ? fine(segments, cell * 8) : coarse(segments, cell));
        }
        return paint(row);
    }

    /** Colour runs of like cells at once. */
    private String paint(List<Cell> row) {
        StringBuilder text = new StringBuilder();
        StringBuilder run = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            Cell cell = row.get(i);
            run.append(cell.mark());
            boolean last = i + 1 == row.size() || !row.get(i + 1).isColouredLike(cell);
            if (last) {
                text.append(cell.background() < 0
                        ? terminal.node(cell.node(), run.toString())
                        : terminal.node(cell.node(), cell.background(), run.toString()));
                run.setLength(0);
            }
        }
        return text.toString();
    }

    /** Return whether all of it together is less than half a cell, which as a whole cell would be a lie. */
    private boolean isHair(Map<Integer, Long> bytesByNode) {
        long sum = bytesByNode.values().stream().mapToLong(Long::longValue).sum();
        return sum > 0 && (double) sum / scale * cells < 0.5;
    }

    private List<Segment> segments(Map<Integer, Long> bytesByNode, int parts) {
        List<Segment> segments = new ArrayList<>();
        long room = (long) cells * parts;
        long sum = 0;
        long at = 0;
        for (Map.Entry<Integer, Long> each : bytesByNode.entrySet()) {
            sum += each.getValue();
            long to = Math.min(room, Math.round((double) sum / scale * room));
            if (to == at && each.getValue() > 0 && at < room) {
                to = at + 1;
            }
            if (to > at) {
                segments.add(new Segment(each.getKey(), at, to));
                at = to;
            }
        }
        return segments;
    }

    private Cell coarse(List<Segment> segments, long cell) {
        int node = holder(segments, cell);
        return new Cell(node, -1, terminal.colour() ? '#' : Palette.pattern(node, terminal.unicode()));
    }

    /** Draw the cell of eight parts from {@code first} on: at most two nodes can be shown, the first and the last in it. */
    private static Cell fine(List<Segment> segments, long first) {
        int left = holder(segments, first);
        int filled = 1;
        while (filled < 8 && holder(segments, first + filled) == left) {
            filled++;
        }
        int right = filled == 8 ? -1 : Math.max(holder(segments, first + 7), holder(segments, first + filled));
        return new Cell(left, right, EIGHTHS.charAt(filled));
    }

    private static int holder(List<Segment> segments, long part) {
        for (Segment each : segments) {
            if (part >= each.from() && part < each.to()) {
                return each.node();
            }
        }
        return -1;
    }
}
