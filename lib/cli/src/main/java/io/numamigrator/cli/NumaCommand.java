package io.numamigrator.cli;

import io.numamigrator.cli.draw.Terminal;
import picocli.CommandLine.Command;

/** The {@code numa} command: shows where memory of Linux processes lives, and moves it. */
@Command(name = "numa", description = "See where memory of Linux processes lives, and move it.", versionProvider = Version.class, mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND", footer = {
    "",
    "Exit code: 0 done, 1 refused by the kernel or not complete, 2 wrong usage, 3 a plan does not fit its process.",
    "Start with:  numa demo"
})
public final class NumaCommand {

    NumaCommand() {}

    /** Run the command of {@code arguments} and end the JVM with its exit code. */
    public static void main(String[] arguments) {
        Terminal terminal = Terminal.ofSystem();
        int code = Invocation.run(terminal, arguments);
        System.exit(code);
    }
}
