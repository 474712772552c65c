package io.numamigrator.cli;

import io.numamigrator.MoveOptions;
import io.numamigrator.MoveScope;
import io.numamigrator.NumaMigrator;
import io.numamigrator.cli.draw.Paragraph;
import io.numamigrator.cli.draw.Terminal;
import io.numamigrator.cli.plan.FindingText;
import io.numamigrator.cli.plan.PlanResultText;
import io.numamigrator.cli.plan.PlanSummary;
import io.numamigrator.placement.ApplyOptions;
import io.numamigrator.placement.Finding;
import io.numamigrator.placement.PlacementPlan;
import io.numamigrator.placement.PlanRefusedException;
import io.numamigrator.placement.PlanResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the commands that apply a plan have in common. */
final class PlanRun {

    /** What may be accepted of a plan that was made in other circumstances. */
    enum Acceptable {
        /** Pages are not where the plan expects them. */
        elsewhere,
        /** The nodes of the machine are others. */
        topology
    }

    @Parameters(index = "0", paramLabel = "FILE", description = "The plan.")
    private @Nullable Path file;

    @Option(names = "--dry-run", description = "Check the plan and show what would move; nothing is moved.")
    private boolean dryRun;

    @Option(names = "--shared", description = "Move pages that other processes map, too (needs CAP_SYS_NICE).")
    private boolean shared;

    @Option(names = "--accept", split = ",", paramLabel = "elsewhere|topology", description = "Move although pages are not where the plan expects them, or although the nodes of the machine are others.")
    private Set<Acceptable> accepted = Set.of();

    @Option(names = "--undo", paramLabel = "BACK", description = "Write a plan that moves back what was moved.")
    private @Nullable Path undo;

    @Option(names = "--remaining", paramLabel = "REST", description = "Write a plan of what is still missing.")
    private @Nullable Path remaining;

    @Option(names = "--json", description = "Write the result, or the findings that stopped the plan, as JSON.")
    private boolean json;

    int on(Terminal terminal, KernelChoice kernel) throws IOException {
        PlacementPlan plan = PlanFile.read(Objects.requireNonNull(file));
        try (NumaMigrator numa = kernel.open();
                LiveProgress progress = new LiveProgress(terminal)) {
            return dryRun ? preview(terminal, numa, plan) : apply(terminal, numa, plan, progress);
        }
    }

    private ApplyOptions options() {
        ApplyOptions options = ApplyOptions.DEFAULT
                .withMove(MoveOptions.of(shared ? MoveScope.SHARED : MoveScope.EXCLUSIVE));
        options = accepted.contains(Acceptable.elsewhere) ? options.acceptingPagesElsewhere() : options;
        return accepted.contains(Acceptable.topology) ? options.acceptingTopologyChanged() : options;
    }

    private int preview(Terminal terminal, NumaMigrator numa, PlacementPlan plan) throws IOException {
        List<Finding> findings = plan.check(numa);
        boolean fits = Finding.stopping(findings, options()).isEmpty();
        if (json) {
            FindingText.write(findings, terminal.out());
        } else {
            FindingText text = new FindingText(terminal);
            text.lines(findings).forEach(terminal.out()::println);
            List<String> end = fits ? PlanSummary.of(plan, 0).moveLines(terminal) : text.verdict(plan, false);
            end.forEach(terminal.out()::println);
        }
        return fits ? Failure.OK : Failure.DOES_NOT_FIT;
    }

    private int apply(Terminal terminal, NumaMigrator numa, PlacementPlan plan, LiveProgress progress)
            throws IOException {
        // A file that cannot be written is better known before anything has moved.
        PlacementPlan nothing = new PlacementPlan(plan.header(), List.of());
        write(undo, nothing);
        write(remaining, nothing);
        progress.at("applying " + file, 0, 0);
        PlanResult result;
        try {
            result = plan.apply(numa, options());
        } catch (PlanRefusedException refused) {
            progress.wipe();
            refused(terminal, refused);
            return Failure.DOES_NOT_FIT;
        }
        progress.wipe();
        write(undo, result.undo());
        write(remaining, result.remaining());
        if (json) {
            new PlanResultText(result).write(terminal.out());
        } else {
            new PlanResultText(result).lines(terminal).forEach(terminal.out()::println);
        }
        return result.isComplete() ? Failure.OK : Failure.REFUSED;
    }

    private void refused(Terminal terminal, PlanRefusedException refused) throws IOException {
        if (json) {
            FindingText.write(refused.findings(), terminal.out());
            return;
        }
        new FindingText(terminal).lines(refused.findings()).forEach(terminal.out()::println);
        boolean asks = refused.findings().stream().allMatch(finding -> finding.weight() == Finding.Weight.ASKS);
        Paragraph.wrap(terminal.alarm(2, "nothing was moved")
                + (asks ? ": --accept moves all the same, see --help" : ": the plan does not fit"), terminal.width())
                .forEach(terminal.out()::println);
    }

    private static void write(@Nullable Path file, PlacementPlan plan) throws IOException {
        if (file != null) {
            PlanFile.write(file, plan);
        }
    }
}
