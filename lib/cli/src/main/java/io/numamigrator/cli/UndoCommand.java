package io.numamigrator.cli;

import io.numamigrator.cli.draw.Terminal;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Moves back what a command with {@code --undo} moved. */
@Command(name = "undo", mixinStandardHelpOptions = true, versionProvider = Version.class, description = "Move pages back to where they were: apply the plan that --undo FILE wrote.", footer = {
    "",
    "Exit code 0 only if every page that exists is where it was; 1 if not; 3 if the process or its memory",
    "is not what it was: then nothing was moved."})
final class UndoCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final KernelChoice kernel;

    @Mixin
    private PlanRun run = new PlanRun();

    UndoCommand(Terminal terminal, KernelChoice kernel) {
        this.terminal = terminal;
        this.kernel = kernel;
    }

    @Override
    public Integer call() throws IOException {
        return run.on(terminal, kernel);
    }
}
