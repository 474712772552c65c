package io.numamigrator.cli;

import io.numamigrator.Diagnosis;
import io.numamigrator.NumaMigrator;
import io.numamigrator.cli.draw.Terminal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tells what works here, what does not, why, and what mends it. */
@Command(name = "doctor", mixinStandardHelpOptions = true, versionProvider = Version.class, description = "Tell what works here, what does not, why, and what mends it.", footer = {
    "", "Exit code 1 if something has to be mended before anything works."})
final class DoctorCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final KernelChoice kernel;

    @Parameters(arity = "0..1", paramLabel = "PID|self", description = "The process to be looked into or moved; without, this machine alone.")
    private @Nullable ProcessChoice process;

    DoctorCommand(Terminal terminal, KernelChoice kernel) {
        this.terminal = terminal;
        this.kernel = kernel;
    }

    @Override
    public Integer call() {
        Diagnosis diagnosis = kernel.diagnose();
        if (process != null && !process.isSelf() && diagnosis.severity() != Diagnosis.Severity.BLOCKER) {
            try (NumaMigrator numa = kernel.open()) {
                diagnosis = process.in(numa).explain();
            }
        }
        new DiagnosisText(terminal).of(diagnosis).forEach(terminal.out()::println);
        return diagnosis.severity() == Diagnosis.Severity.BLOCKER ? Failure.REFUSED : Failure.OK;
    }
}
