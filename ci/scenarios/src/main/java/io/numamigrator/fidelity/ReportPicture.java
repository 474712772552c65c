package io.numamigrator.fidelity;

import io.numamigrator.fidelity.Results.Colour;
import io.numamigrator.fidelity.rules.Rule;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws rules and kernels as a table of coloured cells, in two halves side by side. */
final class ReportPicture {

    private static final int ROW = 17;
    private static final int CELL = 46;
    private static final int SAYS = 152;
    private static final int LABEL = 490;
    private static final int TOP = 118;
    private static final int MARGIN = 16;
    private static final int HALVES = 2;

    private final Formatter svg = new Formatter(Locale.ROOT);
    private final Map<String, Results> kernels;
    private final String date;

    private ReportPicture(List<RunRecord> runs) {
        this.kernels = Results.byKernel(runs);
        this.date = runs.stream().map(RunRecord::date).max(String::compareTo).orElse("");
    }

    static String of(List<RunRecord> runs) {
        return new ReportPicture(runs).draw();
    }

    private String draw() {
        int rows = (Rule.ALL.size() + HALVES - 1) / HALVES;
        int half = LABEL + Math.max(1, kernels.size()) * CELL + 2 * MARGIN;
        int width = HALVES * half;
        int height = TOP + rows * ROW + MARGIN;
        svg.format("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
                + " font-family=\"sans-serif\" font-size=\"11\">%n", width, height, width, height);
        svg.format("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>%n", width, height);
        text(MARGIN, 26, 16, "start", "Rules of the semantics on real kernels and the simulated one");
        text(MARGIN, 46, 11, "start", summary());
        legend();
        for (int i = 0; i < HALVES; i++) {
            half(i * half + MARGIN, Rule.ALL.subList(Math.min(Rule.ALL.size(), i * rows),
                    Math.min(Rule.ALL.size(), (i + 1) * rows)));
        }
        return svg.format("</svg>%n").toString();
    }

    private String summary() {
        long operations = kernels.values().stream().mapToLong(Results::operations).sum();
        int unexplained = kernels.values().stream().mapToInt(Results::unexplained).sum();
        return String.format(Locale.ROOT, "%,d operations on %s, %d unexplained divergences; last run %s", operations,
                kernels.size() == 1 ? "one kernel" : kernels.size() + " kernels", unexplained, date);
    }

    private void legend() {
        int x = MARGIN;
        for (Colour colour : Colour.values()) {
            svg.format("<rect x=\"%d\" y=\"58\" width=\"12\" height=\"12\" fill=\"%s\"/>%n", x, fill(colour));
            text(x + 17, 68, 11, "start", colour.says);
            x += 40 + 7 * colour.says.length();
        }
    }

    private void half(int left, List<Rule> rules) {
        int column = left + LABEL;
        for (Map.Entry<String, Results> kernel : kernels.entrySet()) {
            text(column + CELL / 2, TOP - 20, 11, "middle", kernel.getKey());
            text(column + CELL / 2, TOP - 8, 8, "middle", thousands(kernel.getValue().operations()));
            column += CELL;
        }
        int y = TOP;
        for (Rule rule : rules) {
            row(left, y, rule);
            y += ROW;
        }
    }

    private static String thousands(long operations) {
        return operations < 10_000 ? String.valueOf(operations) : operations / 1000 + " k";
    }

    private void row(int left, int y, Rule rule) {
        text(left, y + 12, 10, "start", rule.number());
        text(left + SAYS, y + 12, 9, "start", rule.says());
        int x = left + LABEL;
        for (Results results : kernels.values()) {
            Colour colour = results.colour(rule);
            Coverage.Count count = results.rules().get(rule.number());
            svg.format("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>%n", x + 1, y + 1, CELL - 2,
                    ROW - 2,
                    fill(colour));
            if (count != null) {
                text(x + CELL / 2, y + 12, 8, "middle", thousands(count.hits()));
            }
            x += CELL;
        }
    }

    private static String fill(Colour colour) {
        return switch (colour) {
            case GREEN -> "#8fd19e";
            case EXPLAINED -> "#f4d35e";
            case DIVERGENT -> "#f08080";
            case NOT_REACHED -> "#e3e3e3";
            case UNREACHABLE -> "#f7f7f7";
        };
    }

    private void text(int x, int y, int size, String anchor, String content) {
        svg.format("<text x=\"%d\" y=\"%d\" font-size=\"%d\" text-anchor=\"%s\" fill=\"#222222\">%s</text>%n", x, y,
                size,
                anchor,
                content.replace("&", "&amp;").replace("<", "&lt;"));
    }
}
