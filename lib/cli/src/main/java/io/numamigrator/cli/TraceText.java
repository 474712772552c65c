package io.numamigrator.cli;

import io.numamigrator.Errno;
import io.numamigrator.cli.draw.Table;
import io.numamigrator.cli.draw.Terminal;
import io.numamigrator.sim.TraceEvent;
import java.util.ArrayList;
import java.util.List;

/** Sets what the migration engine did as text, a line for each step, as far as a reader will follow. */
final class TraceText {

    private static final int MOST = 200;

    private TraceText() {}

    static List<String> lines(List<TraceEvent> events, Terminal terminal) {
        Table table = new Table("rrllrll");
        table.row("", "pid", "page", "nodes", "pass", "step", "");
        for (TraceEvent event : events.subList(0, Math.min(MOST, events.size()))) {
            table.row(
                    Integer.toString(event.number()),
                    Integer.toString(event.pid()),
                    Long.toHexString(event.address()),
                    event.from() + (event.from() == event.to() ? "" : terminal.either("→", ">") + event.to()),
                    Integer.toString(event.pass()),
                    (event.documented() == 0 ? "   " : "%2d ".formatted(event.documented())) + event.step(),
                    event.errno() == 0 ? "" : Errno.of(event.errno()).name());
        }
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(terminal.bold("The engine, step by step")
                + (events.isEmpty() ? ": it had nothing to move" : "; numbers as in the kernel's own document"));
        if (!events.isEmpty()) {
            lines.addAll(table.lines());
        }
        if (events.size() > MOST) {
            lines.add("and " + (events.size() - MOST) + " more steps");
        }
        return lines;
    }
}
