package io.numamigrator.cli;

import io.numamigrator.NumaMigrator;
import io.numamigrator.NumaTopology;
import io.numamigrator.cli.draw.Paragraph;
import io.numamigrator.cli.draw.Terminal;
import io.numamigrator.cli.draw.TopologyText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Shows the machine: nodes, CPUs, sizes, distances, tiers. */
@Command(name = "hardware", mixinStandardHelpOptions = true, versionProvider = Version.class, description = "Show nodes, CPUs, memory, distances and tiers of this machine.")
final class HardwareCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final KernelChoice kernel;

    HardwareCommand(Terminal terminal, KernelChoice kernel) {
        this.terminal = terminal;
        this.kernel = kernel;
    }

    @Override
    public Integer call() {
        try (NumaMigrator numa = kernel.open()) {
            NumaTopology topology = numa.topology();
            kernel.hardware().stream().flatMap(line -> Paragraph.wrap(line, terminal.width()).stream())
                    .forEach(terminal.out()::println);
            new TopologyText(terminal).of(topology).forEach(terminal.out()::println);
        }
        return Failure.OK;
    }
}
