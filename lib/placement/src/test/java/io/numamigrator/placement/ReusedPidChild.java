package io.numamigrator.placement;

import io.numamigrator.MemoryRange;
import io.numamigrator.NumaMigrator;
import io.numamigrator.NumaProcess;
import io.numamigrator.PidNumbers;
import io.numamigrator.Vma;
import java.io.IOException;
import java.util.List;

/** A program for tests, alone in a pid namespace: a plan for a process that ended, whose number another one has. */
final class ReusedPidChild {

    private ReusedPidChild() {}

    /** Prints what is found while nobody has the number, and once another process has it. */
    public static void main(String[] arguments) throws IOException {
        try (NumaMigrator numa = NumaMigrator.system()) {
            int node = numa.topology().allowed().highest();
            Process first = PidNumbers.start();
            PlacementPlan plan = planFor(numa, numa.process(first.pid()), node);
            PidNumbers.end(first);
            System.out.println("ended " + plan.check(numa).getFirst().kind());
            Process second = PidNumbers.startAgainAs(first);
            try {
                System.out.println("reused " + (second.pid() == first.pid()));
                System.out.println("now " + plan.check(numa).getFirst().kind());
                plan.apply(numa, ApplyOptions.DEFAULT);
                System.out.println("applied");
            } catch (PlanRefusedException refused) {
                System.out.println("refused " + refused.findings().stream().map(Finding::kind).toList());
            } finally {
                PidNumbers.end(second);
            }
        }
    }

    /** Returns a plan for the first page that is there of a process, written and read. */
    static PlacementPlan planFor(NumaMigrator numa, NumaProcess process, int node) {
        PlanHeader header = PlanHeader.of(numa, process, "test");
        for (Vma.Mapping area : process.mappings()) {
            MemoryRange page = new MemoryRange(area.range().start(), header.pageBytes());
            int on = process.locate(page).node(0);
            if (on >= 0 && area.permissions().startsWith("rw-p")) {
                return Plans.again(new PlacementPlan(header, List.of(new PlanEntry(page, area,
                        new Expected.Runs(List.of(new Expected.Run(1, on))), node, "", 0))));
            }
        }
        throw new IllegalStateException("a process without memory");
    }
}
