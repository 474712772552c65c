package io.numamigrator.cli;

import io.numamigrator.NumaMigrator;
import io.numamigrator.cli.draw.Terminal;
import io.numamigrator.cli.plan.DiffText;
import io.numamigrator.cli.plan.FindingText;
import io.numamigrator.cli.plan.PlanSummary;
import io.numamigrator.placement.ApplyOptions;
import io.numamigrator.placement.Finding;
import io.numamigrator.placement.PlacementPlan;
import io.numamigrator.placement.PlanDiff;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plans as files: each does something with one. */
@Command(name = "plan", mixinStandardHelpOptions = true, versionProvider = Version.class, synopsisSubcommandLabel = "show|check|diff|apply", description = "Show, check, compare and apply plans of where pages are to go.", footer = {
    "",
    "A plan is written by numa move and numa migrate with --dry-run --plan FILE, and with --undo FILE,",
    "or by any program: lib/placement/FORMAT.md has the format.",
    "",
    "Exit code: 0 done, or no difference; 1 not complete, or a difference; 2 wrong usage, or a file that",
    "is no plan; 3 the plan does not fit its process: nothing was moved."})
final class PlanCommand implements Callable<Integer> {

    /** How many entries are shown of a plan, and differences of two. */
    private static final int SHOWN = 20;

    @Spec
    private @Nullable CommandSpec spec;

    static CommandLine line(Terminal terminal, KernelChoice kernel) {
        return new CommandLine(new PlanCommand())
                .addSubcommand(new Show(terminal))
                .addSubcommand(new Check(terminal, kernel))
                .addSubcommand(new Diff(terminal))
                .addSubcommand(new Apply(terminal, kernel));
    }

    @Override
    public Integer call() {
        throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "show, check, diff or apply?");
    }

    /** Tells what a plan says. */
    @Command(name = "show", mixinStandardHelpOptions = true, versionProvider = Version.class, description = "Show what a plan says: for which process it is, and what goes where.")
    static final class Show implements Callable<Integer> {

        private final Terminal terminal;

        @Parameters(index = "0", paramLabel = "FILE", description = "The plan.")
        private @Nullable Path file;

        @Option(names = "--all", description = "Show every entry, not the first 20 alone.")
        private boolean all;

        @Option(names = "--json", description = "Write the sums as JSON.")
        private boolean json;

        Show(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws IOException {
            PlanSummary summary = PlanFile.read(Objects.requireNonNull(file),
                    reader -> PlanSummary.of(reader, all ? Long.MAX_VALUE : SHOWN));
            if (json) {
                summary.write(terminal.out());
            } else {
                summary.lines(terminal).forEach(terminal.out()::println);
            }
            return Failure.OK;
        }
    }

    /** Compares a plan with its process. */
    @Command(name = "check", mixinStandardHelpOptions = true, versionProvider = Version.class, description = "Compare a plan with its process as it is now; nothing is moved.", footer = {
        "",
        "Exit code 0 if numa plan apply would move, 3 if it would refuse."})
    static final class Check implements Callable<Integer> {

        private final Terminal terminal;
        private final KernelChoice kernel;

        @Parameters(index = "0", paramLabel = "FILE", description = "The plan.")
        private @Nullable Path file;

        @Option(names = "--json", description = "Write the findings as JSON.")
        private boolean json;

        Check(Terminal terminal, KernelChoice kernel) {
            this.terminal = terminal;
            this.kernel = kernel;
        }

        @Override
        public Integer call() throws IOException {
            PlacementPlan plan = PlanFile.read(Objects.requireNonNull(file));
            try (NumaMigrator numa = kernel.open()) {
                List<Finding> findings = plan.check(numa);
                boolean fits = Finding.stopping(findings, ApplyOptions.DEFAULT).isEmpty();
                if (json) {
                    FindingText.write(findings, terminal.out());
                } else {
                    FindingText text = new FindingText(terminal);
                    text.lines(findings).forEach(terminal.out()::println);
                    text.verdict(plan, fits).forEach(terminal.out()::println);
                }
                return fits ? Failure.OK : Failure.DOES_NOT_FIT;
            }
        }
    }

    /** Compares two plans. */
    @Command(name = "diff", mixinStandardHelpOptions = true, versionProvider = Version.class, description = "Show what two plans say differently, page by page.", footer = {
        "",
        "Exit code 0 if they say the same, 1 if not."})
    static final class Diff implements Callable<Integer> {

        private final Terminal terminal;

        @Parameters(index = "0", paramLabel = "FIRST", description = "A plan.")
        private @Nullable Path first;

        @Parameters(index = "1", paramLabel = "SECOND", description = "Another plan.")
        private @Nullable Path second;

        @Option(names = "--all", description = "Show every difference, not the first 20 alone.")
        private boolean all;

        @Option(names = "--json", description = "Write the differences as JSON.")
        private boolean json;

        Diff(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws IOException {
            PlanDiff diff = PlanFile.read(Objects.requireNonNull(first))
                    .diff(PlanFile.read(Objects.requireNonNull(second)));
            if (json) {
                new DiffText(diff).write(terminal.out());
            } else {
                List<String> lines = new DiffText(diff).lines();
                long most = all ? Long.MAX_VALUE : SHOWN;
                lines.stream().limit(most).forEach(terminal.out()::println);
                if (lines.size() > most) {
                    terminal.out().println("and " + (lines.size() - most) + " more; --all shows them");
                }
            }
            return diff.isEmpty() ? Failure.OK : Failure.REFUSED;
        }
    }

    /** Applies a plan. */
    @Command(name = "apply", mixinStandardHelpOptions = true, versionProvider = Version.class, description = "Move the pages of a plan to their targets, if it fits its process.", footer = {
        "",
        "Exit code 0 only if every page of the plan that exists is on its target; 1 if not; 3 if the plan does",
        "not fit its process: then nothing was moved."})
    static final class Apply implements Callable<Integer> {

        private final Terminal terminal;
        private final KernelChoice kernel;

        @Mixin
        private PlanRun run = new PlanRun();

        Apply(Terminal terminal, KernelChoice kernel) {
            this.terminal = terminal;
            this.kernel = kernel;
        }

        @Override
        public Integer call() throws IOException {
            return run.on(terminal, kernel);
        }
    }
}
