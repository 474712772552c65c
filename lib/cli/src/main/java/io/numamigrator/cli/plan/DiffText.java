package io.numamigrator.cli.plan;

import com.google.gson.stream.JsonWriter;
import io.numamigrator.MemoryRange;
import io.numamigrator.cli.draw.JsonText;
import io.numamigrator.cli.draw.Size;
import io.numamigrator.cli.draw.Table;
import io.numamigrator.placement.PlanDiff;
import io.numamigrator.placement.PlanDiff.Difference;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** What two plans say differently, for people and for programs. */
public final class DiffText {

    private static final String NOTHING = "-";

    private final PlanDiff diff;

    /** Prepares for a comparison. */
    public DiffText(PlanDiff diff) {
        this.diff = diff;
    }

    /** Returns a line for each difference; none if there is no difference. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (diff.otherProcess()) {
            lines.add("the plans are about two processes");
        }
        if (diff.otherTopology()) {
            lines.add("the plans were made for different nodes");
        }
        Table table = new Table("lrll");
        if (!diff.differences().isEmpty()) {
            table.row("addresses", "size", "first", "second");
        }
        for (Difference difference : diff.differences()) {
            MemoryRange range = difference.range();
            table.row(range.toString(), Size.of(range.bytes()), first(difference), second(difference));
        }
        lines.addAll(table.lines());
        return lines;
    }

    private static String first(Difference difference) {
        return switch (difference) {
            case Difference.OnlyFirst(MemoryRange _, int node) -> "node " + node;
            case Difference.OtherTarget(MemoryRange _, int node, int _) -> "node " + node;
            case Difference.OnlySecond _ -> NOTHING;
        };
    }

    private static String second(Difference difference) {
        return switch (difference) {
            case Difference.OnlySecond(MemoryRange _, int node) -> "node " + node;
            case Difference.OtherTarget(MemoryRange _, int _, int node) -> "node " + node;
            case Difference.OnlyFirst _ -> NOTHING;
        };
    }

    /** Writes the differences as JSON, with a line end. */
    public void write(PrintWriter out) throws IOException {
        JsonText.write(out, this::write);
    }

    private void write(JsonWriter json) throws IOException {
        json.beginObject();
        json.name("otherProcess").value(diff.otherProcess());
        json.name("otherTopology").value(diff.otherTopology());
        json.name("differences").beginArray();
        for (Difference difference : diff.differences()) {
            json.beginObject();
            json.name("range").value(difference.range().toString());
            switch (difference) {
                case Difference.OnlyFirst(MemoryRange _, int node) -> json.name("first").value(node);
                case Difference.OnlySecond(MemoryRange _, int node) -> json.name("second").value(node);
                case Difference.OtherTarget(MemoryRange _, int a, int b) ->
                    json.name("first").value(a).name("second").value(b);
            }
            json.endObject();
        }
        json.endArray();
        json.endObject();
    }
}
