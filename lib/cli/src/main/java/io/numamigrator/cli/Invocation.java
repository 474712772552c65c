package io.numamigrator.cli;

import io.numamigrator.cli.draw.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Runs one command line and turns whatever happens into an exit code and at most one line on standard error. */
final class Invocation {

    private Invocation() {}

    static int run(Terminal terminal, String... arguments) {
        return Failure.unlessUnwritten(answer(terminal, arguments), terminal);
    }

    private static int answer(Terminal terminal, String... arguments) {
        KernelChoice kernel = new ThisKernel();
        if (isPlainWhere(arguments)) {
            return guarded(terminal,
                    new WhereCommand(terminal, kernel, ProcessChoice.parse(arguments[1], kernel.self())));
        }
        CommandLine line = commandLine(terminal, kernel, new SimulateCommand(terminal));
        if (arguments.length == 0) {
            line.usage(terminal.out());
            return Failure.OK;
        }
        return line.execute(arguments);
    }

    /** Recognise {@code where PID}: reading a command line with picocli takes twice as long as the whole answer. */
    private static boolean isPlainWhere(String... arguments) {
        return arguments.length == 2 && arguments[0].equals("where") && ProcessChoice.isOne(arguments[1]);
    }

    private static int guarded(Terminal terminal, Callable<Integer> command) {
        try {
            return command.call();
        } catch (Exception e) {
            return Failure.report(e, "numa where", terminal);
        }
    }

    /** Make the command line with the commands that every kernel has, and {@code more}; all before what they inherit is set. */
    static CommandLine commandLine(Terminal terminal, KernelChoice kernel, Object... more) {
        CommandLine line = new CommandLine(new NumaCommand());
        List.of(
                new DemoCommand(terminal, kernel),
                new HardwareCommand(terminal, kernel),
                new WhereCommand(terminal, kernel),
                new MoveCommand(terminal, kernel),
                new MigrateCommand(terminal, kernel),
                PlanCommand.line(terminal, kernel),
                new UndoCommand(terminal, kernel),
                new DoctorCommand(terminal, kernel))
                .forEach(line::addSubcommand);
        List.of(more).forEach(line::addSubcommand);
        Conversions.register(line, kernel);
        line.setOut(terminal.out());
        line.setErr(terminal.err());
        line.setUsageHelpWidth(Math.min(100, terminal.width()));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(
                terminal.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        line.setParameterExceptionHandler((wrong, arguments) -> usage(wrong, terminal));
        line.setExecutionExceptionHandler(
                (failed, at, parsed) -> Failure.report(failed, at.getCommandSpec().qualifiedName(), terminal));
        return line;
    }

    private static int usage(ParameterException wrong, Terminal terminal) {
        String name = wrong.getCommandLine().getCommandSpec().qualifiedName();
        terminal.err().println(Failure.line(name + ": " + wrong.getMessage()) + "; see " + name + " --help");
        return Failure.USAGE;
    }
}
