package io.numamigrator.cli;

import io.numamigrator.Diagnosis;
import io.numamigrator.JvmFlags;
import io.numamigrator.NumaException;
import io.numamigrator.NumaMigrator;
import io.numamigrator.NumaProcess;
import io.numamigrator.cli.draw.Terminal;
import io.numamigrator.cli.jvm.OtherJvm;
import io.numamigrator.cli.jvm.OwnJvm;
import io.numamigrator.cli.where.AreaKinds;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells what works here, what does not, why, and how to fix it. */
@Command(name = "doctor", mixinStandardHelpOptions = true, versionProvider = Version.class, description = "Tell what works here, what does not, why, and how to fix it.", footer = {
    "", "Exit code 1 if something has to be fixed before anything works."})
final class DoctorCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final KernelChoice kernel;

    @Parameters(arity = "0..1", paramLabel = "PID|self", description = "The process to be looked into or moved; without, this machine alone.")
    private @Nullable ProcessChoice process;

    @Option(names = "--no-attach", description = "Do not ask another JVM which flags it runs with; asking starts a thread in it.")
    private boolean noAttach;

    DoctorCommand(Terminal terminal, KernelChoice kernel) {
        this.terminal = terminal;
        this.kernel = kernel;
    }

    @Override
    public Integer call() {
        Diagnosis diagnosis = kernel.diagnose();
        if (process != null && diagnosis.severity() != Diagnosis.Severity.BLOCKER) {
            try (NumaMigrator numa = kernel.open()) {
                NumaProcess asked = process.in(numa);
                diagnosis = kernel.isReal() ? asked.explain(flags(process, asked)) : asked.explain();
            }
        }
        new DiagnosisText(terminal).of(diagnosis).forEach(terminal.out()::println);
        return diagnosis.severity() == Diagnosis.Severity.BLOCKER ? Failure.REFUSED : Failure.OK;
    }

    /** Asks a process for its flags if it is known to be a JVM: what jcmd does to any other may end it. */
    private JvmFlags flags(ProcessChoice choice, NumaProcess process) {
        if (choice.isSelf()) {
            return OwnJvm.flags();
        }
        if (noAttach) {
            return JvmFlags.unknown("--no-attach");
        }
        try {
            return AreaKinds.isJvm(process.mappings())
                    ? new OtherJvm(choice.pid(), process.procDirectory()).flags()
                    : JvmFlags.unknown("it maps no libjvm.so");
        } catch (NumaException refused) {
            return JvmFlags.unknown(String.valueOf(refused.getMessage()));
        }
    }
}
