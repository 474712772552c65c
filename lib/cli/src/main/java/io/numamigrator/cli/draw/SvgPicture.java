package io.numamigrator.cli.draw;

import io.numamigrator.cli.where.MemoryPicture;
import io.numamigrator.cli.where.MemoryPicture.Row;
import io.numamigrator.cli.where.NodeBytes;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Draws a memory picture as SVG: a bar for each kind of memory, divided by node. */
public final class SvgPicture {

    private static final int WIDTH = 960;
    private static final int MARGIN = 32;
    private static final int LABELS = 176;
    private static final int SIZES = 96;
    private static final int ROW = 30;
    private static final int BAR = 18;
    private static final int BARS = WIDTH - 2 * MARGIN - LABELS - SIZES;
    /** Room right of the bars for what is swapped out, if anything is. */
    private static final int SWAPPED = 144;

    private static final int LEGEND_CELL = 224;

    private final MemoryPicture picture;
    private final StringBuilder body = new StringBuilder();
    private final int bars;
    private int y;

    private SvgPicture(MemoryPicture picture) {
        this.picture = picture;
        boolean swapped = picture.rows().stream().anyMatch(row -> row.swapped() > 0);
        this.bars = swapped ? BARS - SWAPPED : BARS;
    }

    /** Return the document. */
    public static String of(MemoryPicture picture) {
        return new SvgPicture(picture).draw();
    }

    private String draw() {
        title();
        legend();
        rows();
        foot();
        int height = y + MARGIN - 8;
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" \
                font-family="system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif" font-size="13" fill="#1f2328">
                <rect width="%1$d" height="%2$d" rx="10" fill="#ffffff" stroke="#d0d7de"/>
                %3$s</svg>
                """
                .formatted(WIDTH, height, body);
    }

    private void title() {
        MemoryPicture.Subject subject = picture.subject();
        boolean several = picture.subjects().size() > 1;
        y = MARGIN + 18;
        text(MARGIN, y, "font-size=\"20\" font-weight=\"600\"", several
                ? "Memory of " + picture.subjects().size() + " processes"
                : "Memory of process " + subject.pid() + " " + subject.name());
        y += 22;
        String swapped = picture.swapped() > 0 ? " · " + Size.of(picture.swapped()) + " swapped out" : "";
        text(MARGIN, y, "fill=\"#57606a\"",
                Size.of(picture.total().total()) + " mapped" + swapped + " · " + picture.kernel());
        if (several) {
            y += 19;
            text(MARGIN, y, "fill=\"#57606a\" font-size=\"11\"", shortened(picture.subjects().stream()
                    .map(each -> each.pid() + " " + each.name()).collect(Collectors.joining(", ")), 130));
        } else if (!subject.command().isEmpty()) {
            y += 19;
            text(MARGIN, y, "fill=\"#57606a\" font-size=\"11\"", shortened(subject.command(), 130));
        }
    }

    private void legend() {
        NodeBytes total = picture.total();
        int column = 0;
        int columns = (WIDTH - 2 * MARGIN) / LEGEND_CELL;
        y += 30;
        for (int node : picture.nodes()) {
            if (column == columns) {
                column = 0;
                y += 24;
            }
            int x = MARGIN + column * LEGEND_CELL;
            rect(x, y - 11, 13, 13, node, "");
            text(x + 21, y, "font-weight=\"600\"", "node " + node);
            text(x + 84, y, "", Size.of(total.on(node)) + " · " + Size.share(total.on(node), total.total()));
            column++;
        }
        y += 22;
    }

    private void rows() {
        List<Row> rows = picture.rows().stream().filter(row -> row.bytes().total() > 0 || row.swapped() > 0).toList();
        long largest = rows.stream().mapToLong(row -> row.bytes().total()).max().orElse(1);
        for (Row row : rows) {
            int middle = y + BAR - 4;
            text(MARGIN, middle, "", row.kind().label());
            text(MARGIN + LABELS + SIZES - 16, middle, "text-anchor=\"end\"", Size.of(row.bytes().total()));
            int left = MARGIN + LABELS + SIZES;
            body.append("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"3\" fill=\"#f3f5f7\"/>\n"
                    .formatted(left, y, bars, BAR));
            bar(row.bytes().byNode(), left, Math.max(1, largest));
            if (row.swapped() > 0) {
                text(WIDTH - MARGIN, middle, "text-anchor=\"end\" fill=\"#57606a\" font-size=\"11\"",
                        Size.of(row.swapped()) + " swapped");
            }
            y += ROW;
        }
    }

    private void bar(Map<Integer, Long> byNode, int left, long largest) {
        long sum = 0;
        double x = left;
        for (Map.Entry<Integer, Long> each : byNode.entrySet()) {
            sum += each.getValue();
            // A sliver of a pixel stays visible.
            double sliver = each.getValue() > 0 ? x + 1.5 : x;
            double end = Math.min(left + bars, Math.max(left + (double) sum / largest * bars, sliver));
            rect(x, y, end - x, BAR, each.getKey(), "node " + each.getKey() + ": " + Size.of(each.getValue()));
            x = end;
        }
    }

    private void foot() {
        y += 14;
        text(MARGIN, y, "fill=\"#57606a\" font-size=\"11\"", "from " + picture.source());
        for (String note : Stream.concat(PolicyLines.of(picture).stream(), picture.notes().stream()).toList()) {
            for (String line : Paragraph.wrap(note, 140)) {
                y += 16;
                text(MARGIN, y, "fill=\"#57606a\" font-size=\"11\"", line);
            }
        }
    }

    private void text(int x, int baseline, String style, String words) {
        body.append("<text x=\"%d\" y=\"%d\" %s>%s</text>\n".formatted(x, baseline, style, escape(words)));
    }

    private void rect(double x, double top, double width, double height, int node, String hint) {
        body.append(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\">%s</rect>\n",
                x,
                top,
                width,
                height,
                Palette.hex(node),
                hint.isEmpty() ? "" : "<title>" + hint + "</title>"));
    }

    private static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }

    /** Escape markup, and replace what XML 1.0 forbids: a command line may hold any byte. */
    static String escape(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints().forEach(point -> {
            switch (point) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                default -> safe.appendCodePoint(isXml(point) ? point : '?');
            }
        });
        return safe.toString();
    }

    private static boolean isXml(int point) {
        return point >= 0x20 && point <= 0xD7FF || point >= 0xE000 && point <= 0xFFFD || point >= 0x10000;
    }
}
