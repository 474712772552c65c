package io.numamigrator.cli;

import io.numamigrator.NumaMigrator;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The {@code numa} command: sees where memory of Linux processes lives, and moves it. */
@Command(name = "numa", mixinStandardHelpOptions = true, version = "x")
public final class NumaCommand implements Runnable {
    @Parameters String pid = "";
    public static void main(String[] args) {
        System.exit(new CommandLine(new NumaCommand()).execute(args));
    }
    public void run() {
        try (NumaMigrator m = NumaMigrator.system()) { System.out.println(m.backend()); }
    }
}
