package io.numamigrator.cli.plan;

import com.google.gson.stream.JsonWriter;
import io.numamigrator.Absence;
import io.numamigrator.Errno;
import io.numamigrator.cli.draw.JsonText;
import io.numamigrator.cli.draw.Paragraph;
import io.numamigrator.cli.draw.Size;
import io.numamigrator.cli.draw.Table;
import io.numamigrator.cli.draw.Terminal;
import io.numamigrator.placement.PlanResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What became of a plan that was applied, for people and for programs. */
public final class PlanResultText {

    private final PlanResult result;
    private final int pageBytes;

    /** Prepares for a result. */
    public PlanResultText(PlanResult result) {
        this.result = result;
        this.pageBytes = result.remaining().header().pageBytes();
    }

    /** Returns a table of what became of the pages, and a verdict. */
    public List<String> lines(Terminal terminal) {
        Table table = new Table("lrrl");
        add(table, "moved", result.moved(), "");
        add(table, "already there", result.alreadyThere(), "");
        result.absent().forEach((kind, count) -> add(table, kind.text(), count,
                kind.leavesComplete() ? "nothing to move" : kind.remedy()));
        add(table, "on another node", result.elsewhere(), "stayed without a reason given, or were moved on");
        result.refused().forEach((why, count) -> add(table, why.name(), count, meaning(why)));
        add(table, "not reached", result.notReached(), "nobody tried to move them");
        List<String> lines = new ArrayList<>(table.lines(terminal.width()));
        lines.addAll(new FindingText(terminal).lines(result.skipped()));
        result.stopped().ifPresent(why -> lines.addAll(Paragraph.wrap("stopped: " + why, terminal.width())));
        lines.addAll(Paragraph.wrap(result.isComplete()
                ? terminal.alarm(0, "complete") + ": every page of the plan that exists is on its target"
                : terminal.alarm(1, "incomplete") + ": not every page of the plan is on its target", terminal.width()));
        return lines;
    }

    private void add(Table table, String what, long count, String remark) {
        if (count > 0) {
            table.row(what, Size.of(count * pageBytes), Size.pages(count), remark);
        }
    }

    private static String meaning(Errno why) {
        return switch (why) {
            case EACCES -> "mapped more than once: try --shared";
            case EBUSY -> "pinned, or in use by the kernel";
            case ENOMEM -> "the node is full";
            default -> why.text();
        };
    }

    /** Writes the result as JSON, with a line end. */
    public void write(PrintWriter out) throws IOException {
        JsonText.write(out, this::write);
    }

    private void write(JsonWriter json) throws IOException {
        json.beginObject();
        json.name("complete").value(result.isComplete());
        json.name("pageBytes").value(pageBytes);
        json.name("moved").value(result.moved());
        json.name("alreadyThere").value(result.alreadyThere());
        json.name("elsewhere").value(result.elsewhere());
        json.name("notReached").value(result.notReached());
        json.name("refused").beginObject();
        for (Map.Entry<Errno, Long> each : result.refused().entrySet()) {
            json.name(each.getKey().name()).value(each.getValue());
        }
        json.endObject();
        json.name("absent").beginObject();
        for (Map.Entry<Absence, Long> each : result.absent().entrySet()) {
            json.name(each.getKey().name()).value(each.getValue());
        }
        json.endObject();
        json.name("skipped").value(result.skipped().size());
        json.name("stopped").value(result.stopped().orElse(null));
        json.endObject();
    }
}
