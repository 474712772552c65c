package io.numamigrator.cli.draw;

import io.numamigrator.sim.Step;
import io.numamigrator.sim.TraceEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws the steps of the migration engine as SVG: a line for each page, and from left to right what was done to it. */
public final class SvgTimeline {

    private static final int WIDTH = 1120;
    private static final int MARGIN = 32;
    private static final int LABELS = 190;
    private static final int ROW = 24;
    private static final int MARK = 14;
    private static final int MOST_PAGES = 24;
    private static final double WIDEST = 26;

    private final String title;
    private final String kernel;
    private final Map<Long, List<TraceEvent>> pages = new LinkedHashMap<>();
    private final StringBuilder body = new StringBuilder();
    private final int left = MARGIN + LABELS;
    private int hidden;
    private double step;
    private int y;

    private SvgTimeline(String title, String kernel, List<TraceEvent> events) {
        this.title = title;
        this.kernel = kernel;
        Map<Long, List<TraceEvent>> all = new LinkedHashMap<>();
        events.forEach(event -> all.computeIfAbsent(event.address(), page -> new ArrayList<>()).add(event));
        all.forEach((page, own) -> {
            if (pages.size() < MOST_PAGES) {
                pages.put(page, own);
            }
        });
        hidden = all.size() - pages.size();
    }

    /** Return the document. */
    public static String of(String title, String kernel, List<TraceEvent> events) {
        return new SvgTimeline(title, kernel, events).draw();
    }

    private String draw() {
        y = MARGIN + 18;
        text(MARGIN, y, "font-size=\"20\" font-weight=\"600\"", title);
        y += 22;
        text(MARGIN, y, "fill=\"#57606a\"", kernel + " · time goes to the right, one column for each step");
        legend();
        rows();
        if (hidden > 0) {
            text(MARGIN, y + 6, "fill=\"#57606a\" font-size=\"11\"", "and " + hidden + " more pages");
            y += 18;
        }
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" \
                font-family="system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif" font-size="13" fill="#1f2328">
                <rect width="%1$d" height="%2$d" rx="10" fill="#ffffff" stroke="#d0d7de"/>
                %3$s</svg>
                """
                .formatted(WIDTH, y + MARGIN - 12, body);
    }

    private void legend() {
        y += 28;
        int x = MARGIN;
        for (Phase phase : Phase.values()) {
            rect(x, y - 11, MARK, MARK, phase.colour(), "");
            text(x + 20, y, "", phase.words());
            x += 20 + 7 * phase.words().length() + 18;
        }
        rect(x, y - 9, 26, 10, "#dbe9f9", "");
        text(x + 32, y, "", "users wait");
        y += 24;
    }

    private void rows() {
        List<Integer> shown = pages.values().stream().flatMap(List::stream).map(TraceEvent::number).sorted().toList();
        int columns = shown.size();
        step = columns == 0 ? 1 : Math.min(WIDEST, (double) (WIDTH - MARGIN - left) / columns);
        Map<Integer, Integer> columnOf = new LinkedHashMap<>();
        shown.forEach(number -> columnOf.put(number, columnOf.size()));
        pages.forEach((page, events) -> row(page, events, columnOf));
    }

    private void row(long page, List<TraceEvent> events, Map<Integer, Integer> columnOf) {
        TraceEvent way = events.stream().filter(event -> event.from() != event.to()).findFirst()
                .orElse(events.getLast());
        text(MARGIN, y + 12, "font-family=\"monospace\" font-size=\"12\"",
                Long.toHexString(page) + "  " + way.from() + "→" + way.to());
        double from = -1;
        for (TraceEvent event : events) {
            double x = left + columnOf.getOrDefault(event.number(), 0) * step;
            if (event.step() == Step.UNMAP) {
                from = x;
            } else if (from >= 0 && (event.step() == Step.REMAP || event.step() == Step.RESTORE)) {
                rect(from, y + 2, x - from, 10, "#dbe9f9", "");
                from = -1;
            }
        }
        for (TraceEvent event : events) {
            double x = left + columnOf.getOrDefault(event.number(), 0) * step;
            rect(x, y, Math.max(1.2, step - 0.6), MARK, Phase.of(event).colour(), event.toString());
            if (step >= 12 && event.documented() > 0) {
                text((int) Math.round(x + step / 2), y + 11, "font-size=\"9\" fill=\"#ffffff\" text-anchor=\"middle\"",
                        Integer.toString(event.documented()));
            }
        }
        y += ROW;
    }

    private void text(int x, int baseline, String style, String words) {
        body.append("<text x=\"%d\" y=\"%d\" %s>%s</text>\n".formatted(x, baseline, style, SvgPicture.escape(words)));
    }

    private void rect(double x, double top, double width, double height, String colour, String hint) {
        body.append(String.format(Locale.ROOT,
                "<rect x=\"%.2f\" y=\"%.1f\" width=\"%.2f\" height=\"%.1f\" fill=\"%s\">%s</rect>\n", x, top, width,
                height, colour, hint.isEmpty() ? "" : "<title>" + SvgPicture.escape(hint) + "</title>"));
    }
}
