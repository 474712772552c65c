package io.numamigrator.cli;

import io.numamigrator.MemoryRange;
import io.numamigrator.MoveOptions;
import io.numamigrator.MoveResult;
import io.numamigrator.MoveScope;
import io.numamigrator.NumaMigrator;
import io.numamigrator.NumaProcess;
import io.numamigrator.Placement;
import io.numamigrator.Vma;
import io.numamigrator.cli.draw.Terminal;
import io.numamigrator.cli.where.SharedFiles;
import io.numamigrator.placement.UndoRecorder;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Moves the pages of an address range to a node and shows what became of each. */
@Command(name = "move", mixinStandardHelpOptions = true, versionProvider = Version.class, description = "Move pages of a process to a node (move_pages).", footer = {
    "", "Exit code 0 only if every page that exists in the range is on the node."})
final class MoveCommand implements Callable<Integer> {

    /** Bytes moved at once: 65536 base pages of 4 KiB, a tenth of a second if all of them really move. */
    private static final long CHUNK = 256L << 20;

    private final Terminal terminal;
    private final KernelChoice kernel;

    @Parameters(index = "0", paramLabel = "PID|self", description = "The process.")
    private @Nullable ProcessChoice process;

    @Parameters(index = "1", paramLabel = "START-END", description = "Addresses as /proc/PID/maps writes them: 7f66f9ad3000-7f66f9ad5000.")
    private @Nullable MemoryRange range;

    @Parameters(index = "2", paramLabel = "NODE", description = "The node to move to.")
    private int node;

    @Mixin
    private MovePlan plan = new MovePlan();

    @Option(names = "--shared", description = "Move pages that other processes map, too (needs CAP_SYS_NICE).")
    private boolean shared;

    MoveCommand(Terminal terminal, KernelChoice kernel) {
        this.terminal = terminal;
        this.kernel = kernel;
    }

    @Override
    public Integer call() throws IOException {
        MemoryRange asked = Objects.requireNonNull(range);
        MoveOptions options = MoveOptions.of(shared ? MoveScope.SHARED : MoveScope.EXCLUSIVE);
        try (NumaMigrator numa = kernel.open();
                LiveProgress progress = new LiveProgress(terminal)) {
            NumaProcess target = Objects.requireNonNull(process).in(numa);
            if (plan.isDryRun()) {
                return plan.show(terminal, numa, target, "numa move",
                        draft -> draft.move(asked, node, "numa move", 0));
            }
            Optional<UndoRecorder> recorder = plan.recorder(numa, target, "numa move");
            int pageSize = numa.backend().pageSize();
            List<Vma> areas = target.maps();
            List<MemoryRange> mapped = MappedParts.of(areas, asked);
            MoveTally tally = new MoveTally(asked, node, pageSize, SharedFiles.pagesShownAgain(areas, pageSize));
            try {
                for (MemoryRange part : mapped) {
                    move(target, part, options, tally, progress, recorder);
                }
            } finally {
                progress.wipe();
                plan.keep(recorder);
                if (tally.hasStarted()) {
                    tally.lines(terminal).forEach(terminal.out()::println);
                }
            }
            return tally.isComplete() ? Failure.OK : Failure.REFUSED;
        }
    }

    private void move(
            NumaProcess target, MemoryRange part, MoveOptions options, MoveTally tally, LiveProgress progress,
            Optional<UndoRecorder> recorder) {
        for (long at = part.start(); at < part.end(); at += CHUNK) {
            progress.at("moving " + part + " to node " + node, at - part.start(), part.bytes());
            MemoryRange chunk = new MemoryRange(at, Math.min(CHUNK, part.end() - at));
            long started = System.nanoTime();
            MoveResult result = recorder.isPresent()
                    ? recorder.get().move(chunk, node, options)
                    : target.move(Placement.of(chunk, node), options);
            tally.add(result, kernel.nanosSince(started));
        }
    }
}
