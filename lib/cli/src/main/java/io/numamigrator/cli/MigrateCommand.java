package io.numamigrator.cli;

import io.numamigrator.MigrateResult;
import io.numamigrator.NodeSet;
import io.numamigrator.NumaMigrator;
import io.numamigrator.NumaProcess;
import io.numamigrator.NumaTopology;
import io.numamigrator.Vma;
import io.numamigrator.cli.draw.Terminal;
import io.numamigrator.placement.UndoRecorder;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Migrates a process from nodes to nodes and shows what numa_maps says before and after. */
@Command(name = "migrate", mixinStandardHelpOptions = true, versionProvider = Version.class, description = "Migrate all memory of a process from nodes to nodes (migrate_pages).", footer = {
    "", "Exit code 0 only if numa_maps shows that everything is where it was to go."})
final class MigrateCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final KernelChoice kernel;

    @Parameters(index = "0", paramLabel = "PID|self", description = "The process.")
    private @Nullable ProcessChoice process;

    @Parameters(index = "1", paramLabel = "FROM", description = "The nodes to leave, as numactl writes them: 0-1,3, all, !2 (all others), +0 (the first allowed).")
    private @Nullable NodeList from;

    @Parameters(index = "2", paramLabel = "TO", description = "The nodes to go to, rank by rank; written like FROM.")
    private @Nullable NodeList to;

    @Mixin
    private MovePlan plan = new MovePlan();

    MigrateCommand(Terminal terminal, KernelChoice kernel) {
        this.terminal = terminal;
        this.kernel = kernel;
    }

    @Override
    public Integer call() throws IOException {
        try (NumaMigrator numa = kernel.open();
                LiveProgress progress = new LiveProgress(terminal)) {
            ProcessChoice choice = Objects.requireNonNull(process);
            NumaTopology topology = numa.topology();
            NodeSet leave = Objects.requireNonNull(from).on(topology);
            NodeSet enter = Objects.requireNonNull(to).on(topology);
            NumaProcess target = choice.in(numa);
            if (plan.isDryRun()) {
                return plan.show(terminal, numa, target, "numa migrate", draft -> draft.migrate(leave, enter));
            }
            Optional<UndoRecorder> recorder = plan.recorder(numa, target, "numa migrate");
            progress.at("migrating process " + choice.pid(), 0, 0);
            long started = System.nanoTime();
            MigrateResult result = recorder.isPresent()
                    ? recorder.get().watch(target.mappings().stream().map(Vma.Mapping::range).toList(),
                            () -> target.migrate(leave, enter))
                    : target.migrate(leave, enter);
            long nanos = kernel.nanosSince(started);
            progress.wipe();
            plan.keep(recorder);
            MigrationTable.lines(result, nanos, terminal).forEach(terminal.out()::println);
            return result.isComplete() ? Failure.OK : Failure.REFUSED;
        }
    }
}
