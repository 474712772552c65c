package io.numamigrator.cli.plan;

import com.google.gson.stream.JsonWriter;
import io.numamigrator.cli.draw.JsonText;
import io.numamigrator.cli.draw.Paragraph;
import io.numamigrator.cli.draw.Terminal;
import io.numamigrator.placement.Finding;
import io.numamigrator.placement.PlacementPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Findings about a plan for people: a sign, the kind, and what was found. */
public final class FindingText {

    /** Of one kind; of the others only their number is told. */
    private static final int SHOWN = 8;

    private final Terminal terminal;

    /** Prepares for a terminal. */
    public FindingText(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Returns the findings, a paragraph each. */
    public List<String> lines(List<Finding> findings) {
        Map<String, Integer> told = new HashMap<>();
        List<String> lines = new ArrayList<>();
        for (Finding finding : findings) {
            if (told.merge(finding.kind(), 1, Integer::sum) <= SHOWN) {
                lines.addAll(lines(finding));
            }
        }
        told.forEach((kind, count) -> {
            if (count > SHOWN) {
                lines.add("  and " + (count - SHOWN) + " more of " + kind);
            }
        });
        return lines;
    }

    private List<String> lines(Finding finding) {
        List<String> lines = new ArrayList<>();
        for (String line : Paragraph.wrap(finding.kind() + ": " + finding, terminal.width() - 2)) {
            lines.add((lines.isEmpty() ? sign(finding.weight()) + " " : "  ") + line);
        }
        return lines;
    }

    /** Returns whether a plan fits its process. */
    public List<String> verdict(PlacementPlan plan, boolean fits) {
        String word = fits ? terminal.alarm(0, "fits") : terminal.alarm(2, "does not fit");
        return Paragraph.wrap(word + ": " + plan, terminal.width());
    }

    private String sign(Finding.Weight weight) {
        return switch (weight) {
            case REFUSES -> terminal.alarm(2, terminal.either("✖", "x"));
            case ASKS -> terminal.alarm(1, "?");
            case WARNS -> terminal.alarm(1, terminal.either("▲", "!"));
        };
    }

    /** Writes the findings as an array of JSON, with a line end. */
    public static void write(List<Finding> findings, PrintWriter out) throws IOException {
        JsonText.write(out, json -> write(findings, json));
    }

    private static void write(List<Finding> findings, JsonWriter json) throws IOException {
        json.beginArray();
        for (Finding finding : findings) {
            json.beginObject();
            json.name("kind").value(finding.kind());
            json.name("weight").value(finding.weight().name());
            json.name("text").value(finding.toString());
            json.endObject();
        }
        json.endArray();
    }
}
