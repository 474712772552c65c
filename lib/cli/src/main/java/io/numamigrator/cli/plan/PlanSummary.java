package io.numamigrator.cli.plan;

import com.google.gson.stream.JsonWriter;
import io.numamigrator.ProcessIdentity;
import io.numamigrator.cli.draw.JsonText;
import io.numamigrator.cli.draw.Paragraph;
import io.numamigrator.cli.draw.Size;
import io.numamigrator.cli.draw.Table;
import io.numamigrator.cli.draw.Terminal;
import io.numamigrator.placement.Expected;
import io.numamigrator.placement.PlacementPlan;
import io.numamigrator.placement.PlanEntry;
import io.numamigrator.placement.PlanHeader;
import io.numamigrator.placement.PlanReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a plan says, in one table, and its first entries; adds up entry by entry, so that a plan may be larger than memory. */
public final class PlanSummary {

    private static final int ELSE = -1;

    private final PlanHeader header;
    private final long shown;
    private final List<PlanEntry> first = new ArrayList<>();
    private final Map<Integer, Map<Integer, Long>> pages = new TreeMap<>();
    private long entries;
    private long bytes;

    private PlanSummary(PlanHeader header, long shown) {
        this.header = header;
        this.shown = shown;
    }

    /** Sums up a plan; the first entries are kept to be shown. */
    public static PlanSummary of(PlacementPlan plan, long shown) {
        PlanSummary summary = new PlanSummary(plan.header(), shown);
        plan.entries().forEach(summary::add);
        return summary;
    }

    /** Sums up a plan that is read. */
    public static PlanSummary of(PlanReader reader, long shown) throws IOException {
        PlanSummary summary = new PlanSummary(reader.header(), shown);
        for (Optional<PlanEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
            summary.add(entry.get());
        }
        return summary;
    }

    private void add(PlanEntry entry) {
        entries++;
        bytes += entry.range().bytes();
        if (entries <= shown) {
            first.add(entry);
        }
        Map<Integer, Long> to = pages.computeIfAbsent(entry.target(), any -> new TreeMap<>());
        Map<Integer, Long> expected = entry.expected().byNode();
        if (entry.expected() instanceof Expected.Anywhere) {
            to.merge(ELSE, entry.pages(header.pageBytes()), Long::sum);
        }
        expected.forEach((node, count) -> to.merge(node, count, Long::sum));
    }

    /** Returns for whom the plan is, what goes where, and the first entries. */
    public List<String> lines(Terminal terminal) {
        List<String> lines = new ArrayList<>(head(terminal));
        lines.add("");
        lines.addAll(moves().lines(terminal.width()));
        if (!first.isEmpty()) {
            lines.add("");
            lines.addAll(entries().lines(terminal.width()));
        }
        if (shown > 0 && entries > first.size()) {
            lines.add("and " + (entries - first.size()) + " more; --all shows them");
        }
        return lines;
    }

    private List<String> head(Terminal terminal) {
        ProcessIdentity process = header.process();
        List<String> lines = new ArrayList<>();
        lines.add(terminal.bold("plan for process " + process.pid()));
        Table table = new Table("ll");
        process.executable().ifPresent(file -> table.row("runs", file));
        table.row("started",
                "at tick " + process.startTicks() + process.bootId().map(id -> " of boot " + id).orElse(""));
        table.row("made", header.time() + " by " + header.createdBy());
        table.row("names", Size.of(bytes) + " in " + entries + (entries == 1 ? " entry" : " entries"));
        lines.addAll(table.lines(terminal.width()));
        return lines;
    }

    /** Returns how much goes from where to where; pages that the plan expects on their target already, too. */
    private Table moves() {
        Table table = new Table("llrr");
        pages.forEach((target, from) -> from.forEach((node, count) -> table.row(
                node == ELSE ? "from anywhere" : "from node " + node,
                node.equals(target) ? "stays" : "to node " + target, Size.of(count * header.pageBytes()),
                Size.pages(count))));
        return table;
    }

    /** Returns what would move, or that nothing would. */
    public List<String> moveLines(Terminal terminal) {
        if (pages.isEmpty()) {
            return Paragraph.wrap("nothing would move: every page is where it is to go, or is not there",
                    terminal.width());
        }
        List<String> lines = new ArrayList<>(List.of("would move"));
        lines.addAll(moves().lines(terminal.width()));
        return lines;
    }

    private Table entries() {
        Table table = new Table("lrlrl").row("addresses", "size", "to", "priority", "");
        for (PlanEntry entry : first) {
            String what =
                    entry.area().path().isEmpty() ? "" : entry.area().path() + (entry.reason().isEmpty() ? "" : ": ");
            table.row(entry.range().toString(), Size.of(entry.range().bytes()), "node " + entry.target(),
                    number(entry.priority()), what + entry.reason());
        }
        return table;
    }

    private static String number(double priority) {
        return priority == Math.rint(priority) && Math.abs(priority) < 1e15
                ? Long.toString((long) priority)
                : Double.toString(priority);
    }

    /** Writes the sums as JSON, with a line end. */
    public void write(PrintWriter out) throws IOException {
        JsonText.write(out, this::write);
    }

    private void write(JsonWriter json) throws IOException {
        json.beginObject();
        json.name("pid").value(header.process().pid());
        json.name("start").value(header.process().startTicks());
        json.name("executable").value(header.process().executable().orElse(""));
        json.name("createdBy").value(header.createdBy());
        json.name("time").value(header.time().toString());
        json.name("entries").value(entries);
        json.name("bytes").value(bytes);
        json.name("moves").beginArray();
        for (Map.Entry<Integer, Map<Integer, Long>> target : pages.entrySet()) {
            for (Map.Entry<Integer, Long> from : target.getValue().entrySet()) {
                json.beginObject();
                if (from.getKey() != ELSE) {
                    json.name("from").value(from.getKey());
                }
                json.name("to").value(target.getKey());
                json.name("bytes").value(from.getValue() * header.pageBytes());
                json.endObject();
            }
        }
        json.endArray();
        json.endObject();
    }
}
