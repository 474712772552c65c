package io.numamigrator.cli;

import io.numamigrator.NumaMigrator;
import io.numamigrator.NumaProcess;
import io.numamigrator.cli.draw.Terminal;
import io.numamigrator.cli.plan.PlanSummary;
import io.numamigrator.placement.PlacementPlan;
import io.numamigrator.placement.PlanDraft;
import io.numamigrator.placement.UndoRecorder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the commands that move have in common: show what would be moved, and write down the way back. */
final class MovePlan {

    @Option(names = "--dry-run", description = "Show what would move; nothing is moved.")
    private boolean dryRun;

    @Option(names = "--plan", paramLabel = "FILE", description = "With --dry-run: write what would move as a plan, for numa plan apply.")
    private @Nullable Path plan;

    @Option(names = "--undo", paramLabel = "FILE", description = "Write a plan that moves back what was moved, for numa undo.")
    private @Nullable Path undo;

    /**
     * Returns whether nothing is to be moved.
     *
     * @throws IllegalArgumentException if the options contradict each other
     */
    boolean isDryRun() {
        if (plan != null && !dryRun) {
            throw new IllegalArgumentException(
                    "--plan writes what would move, with --dry-run; --undo writes the way back");
        }
        if (undo != null && dryRun) {
            throw new IllegalArgumentException("--dry-run moves nothing that --undo could move back");
        }
        return dryRun;
    }

    /** Shows what would move, and writes it if that was asked for. */
    int show(Terminal terminal, NumaMigrator numa, NumaProcess process, String command, UnaryOperator<PlanDraft> wish)
            throws IOException {
        PlacementPlan draft = wish.apply(PlanDraft.of(numa, process)).plan(command);
        if (plan != null) {
            PlanFile.write(plan, draft);
        }
        PlanSummary.of(draft, 0).moveLines(terminal).forEach(terminal.out()::println);
        return Failure.OK;
    }

    /** Begins to write down the way back, if that was asked for; a file that cannot be written is known before anything has moved. */
    Optional<UndoRecorder> recorder(NumaMigrator numa, NumaProcess process, String command) throws IOException {
        if (undo == null) {
            return Optional.empty();
        }
        UndoRecorder recorder = UndoRecorder.of(numa, process, command);
        PlanFile.write(undo, recorder.undo());
        return Optional.of(recorder);
    }

    /** Writes the way back. */
    void keep(Optional<UndoRecorder> recorder) throws IOException {
        if (undo != null && recorder.isPresent()) {
            PlanFile.write(undo, recorder.get().undo());
        }
    }
}
