package io.numamigrator.bench;

import io.numamigrator.NumaMigrator;
import io.numamigrator.PageReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Queries of long ranges against C asking for every 4 KiB address: what looking at the page tables first is worth. */
final class RangeTable {

    private final NumaMigrator numa;
    private final Effort effort;
    private final List<Gate> gates = new ArrayList<>();
    private final StringBuilder table = new StringBuilder();

    RangeTable(NumaMigrator numa, Effort effort) {
        this.numa = numa;
        this.effort = effort;
    }

    Section measure() {
        int pages = effort.rangePages();
        table.append("## Ranges of ").append(pages / 256).append("""
                 MiB, every status compared with C's first

                | page tables | C, every 4 KiB | numa-migrator | C / numa-migrator |
                |---|---|---|---|
                """);
        row("all huge", Memory.huge(pages), 50, 117);
        row("huge, one in ten split", Memory.partlySplit(pages), 5, 7.2);
        row("10 % present, at random", Memory.sparse(pages, 1), 4, 5.8);
        row("10 % present, in runs of 256", Memory.sparse(pages, 256), 4, 6);
        row("all small, all present", Memory.small(pages), 1 / 1.10, 1 / 1.01);
        return new Section(table.toString(), gates);
    }

    private void row(String name, Memory memory, double limit, double target) {
        try (memory) {
            compare(memory);
            List<Job> ours = List.of(QueryJobs.reused(numa, memory, memory.pages()));
            Duel.Outcome outcome =
                    new Duel(QueryJobs.c(memory, memory.pages()), ours, memory.present()).run(effort).getFirst();
            Spread ratio = outcome.ratio();
            table.append(String.format(Locale.ROOT, "| %s | %s | %s | %.2f (%.2f–%.2f) |%n", name,
                    outcome.yardstickNanos().asTime(), outcome.nanos().asTime(), 1 / ratio.median(), 1 / ratio.high(),
                    1 / ratio.low()));
            gates.add(Gate.atLeast("range, " + name + ", times faster than C", 1 / ratio.median(), limit, target));
        }
    }

    private void compare(Memory memory) {
        PageReport report = numa.locate(memory.first(memory.pages()));
        int[] status = new int[memory.pages()];
        CSide.query(memory.base(), memory.pages(), 1);
        CSide.statuses(status);
        for (int i = 0; i < status.length; i++) {
            if (report.raw(i).orElseThrow() != status[i]) {
                throw new IllegalStateException("page " + i + ": C has " + status[i] + ", we have " + report.status(i));
            }
        }
    }
}
