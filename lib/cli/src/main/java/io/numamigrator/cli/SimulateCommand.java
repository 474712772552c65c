package io.numamigrator.cli;

import io.numamigrator.NumaMigrator;
import io.numamigrator.Vma;
import io.numamigrator.cli.draw.Size;
import io.numamigrator.cli.draw.SvgTimeline;
import io.numamigrator.cli.draw.Table;
import io.numamigrator.cli.draw.Terminal;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.Trace;
import io.numamigrator.sim.TraceEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Builds a simulated machine from one line and runs another command on it. */
@Command(name = "simulate", mixinStandardHelpOptions = true, versionProvider = Version.class, description = "Build a simulated machine, with a service running on it, and run another command there.", footer = {
    "",
    "SPEC is the language of the multi-node guests (ci/vm/SPEC.md):",
    "  four   2x[4cpu,2G]+[0cpu,8G]@31   [1cpu]+[offline]+[1cpu]   2/0:1=30",
    "Machines with a name: two, four, eight, tiered, holes; real ones:",
    "  gh200, power9, xeon-max-snc4, epyc-nps4, optane",
    "Without a command the machine is shown, and the areas of the service with their addresses:",
    "  numa simulate four",
    "  numa simulate tiered -- where self",
    "  numa simulate --kernel 5.10 four -- migrate self 0 3",
    "  numa simulate --seccomp docker four -- doctor"})
final class SimulateCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(names = "--kernel", paramLabel = "RELEASE", description = "The kernel it runs, like 6.12 or 2.6.18; the newest known if left out.")
    private String kernel = "";

    @ArgGroup(exclusive = false)
    private @Nullable Container container;

    @Option(names = "--trace", description = "Print what the migration engine did, step by step.")
    private boolean trace;

    @Option(names = "--timeline", paramLabel = "FILE", description = "Draw what the migration engine did into an SVG file.")
    private @Nullable Path timeline;

    @Parameters(index = "0", paramLabel = "SPEC", description = "The nodes.")
    private @Nullable String spec;

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "-- COMMAND", description = "Any other command of numa, and its arguments; self is the service.")
    private List<String> command = List.of();

    SimulateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        SimulatedMachine machine =
                SimulatedMachine.builder().nodes(Objects.requireNonNull(spec)).kernel(kernel).build();
        if (container != null) {
            container.enter(machine);
        }
        SampleService.start(machine);
        if (command.isEmpty()) {
            show(machine);
            return Failure.OK;
        }
        boolean watch = trace || timeline != null;
        try (Trace watched = watch ? machine.trace() : null) {
            int code = Invocation.commandLine(terminal, new SimulatedChoice(machine))
                    .execute(command.toArray(String[]::new));
            if (watched != null) {
                tell(machine, watched.events());
            }
            return code;
        }
    }

    private void tell(SimulatedMachine machine, List<TraceEvent> events) throws IOException {
        if (trace) {
            TraceText.lines(events, terminal).forEach(terminal.out()::println);
        }
        if (timeline != null) {
            String title = "numa " + String.join(" ", command);
            OutputFile.write(timeline, SvgTimeline.of(title, machine.migrator().backend().description(), events));
        }
    }

    private void show(SimulatedMachine machine) {
        machine.toString().lines().forEach(terminal.out()::println);
        NumaMigrator numa = machine.migrator();
        terminal.out().println();
        terminal.out().println(terminal.bold("process " + machine.process().pid() + ", the service")
                + "; its child shares what begins with /dev/zero");
        Table table = new Table("lrlll");
        table.row("addresses", "size", "policy", "pages by node", "");
        for (Vma area : numa.self().maps()) {
            area.mapping().ifPresent(mapping -> table.row(mapping.range().toString(), Size.of(mapping.range().bytes()),
                    area.policy().toString(), pages(area), area.name()));
        }
        table.lines().forEach(terminal.out()::println);
    }

    private String pages(Vma area) {
        return area.counts().byNode().isEmpty()
                ? terminal.either("–", "-")
                : area.counts().byNode().entrySet().stream()
                        .map(each -> each.getKey() + ": " + each.getValue())
                        .collect(Collectors.joining(", "));
    }
}
