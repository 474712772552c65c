package io.numamigrator.cli;

import io.numamigrator.MigrateResult;
import io.numamigrator.NodeSet;
import io.numamigrator.NumaMigrator;
import io.numamigrator.NumaTopology;
import io.numamigrator.cli.draw.Terminal;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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

    MigrateCommand(Terminal terminal, KernelChoice kernel) {
        this.terminal = terminal;
        this.kernel = kernel;
    }

    @Override
    public Integer call() {
        try (NumaMigrator numa = kernel.open();
                LiveProgress progress = new LiveProgress(terminal)) {
            ProcessChoice choice = Objects.requireNonNull(process);
            NumaTopology topology = numa.topology();
            NodeSet leave = Objects.requireNonNull(from).on(topology);
            NodeSet enter = Objects.requireNonNull(to).on(topology);
            progress.at("migrating process " + choice.pid(), 0, 0);
            long started = System.nanoTime();
            MigrateResult result = choice.in(numa).migrate(leave, enter);
            long nanos = kernel.nanosSince(started);
            progress.wipe();
            MigrationTable.lines(result, nanos, terminal).forEach(terminal.out()::println);
            return result.isComplete() ? Failure.OK : Failure.REFUSED;
        }
    }
}
