package io.numamigrator.cli;

import io.numamigrator.Diagnosis;
import io.numamigrator.NumaMigrator;
import io.numamigrator.cli.draw.Terminal;
import io.numamigrator.cli.draw.TextPicture;
import io.numamigrator.cli.where.MemoryPicture;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Shows on this machine, whatever it is, what the library does: a verdict, a picture, a move that is looked at afterwards. */
@Command(name = "demo", mixinStandardHelpOptions = true, versionProvider = Version.class, description = "Show on this machine what can be done: a verdict, a picture, a verified move.")
final class DemoCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final KernelChoice kernel;

    DemoCommand(Terminal terminal, KernelChoice kernel) {
        this.terminal = terminal;
        this.kernel = kernel;
    }

    @Override
    public Integer call() {
        Diagnosis diagnosis = kernel.diagnose();
        DiagnosisText doctor = new DiagnosisText(terminal);
        if (diagnosis.severity() == Diagnosis.Severity.BLOCKER) {
            print(doctor.of(diagnosis));
            return Failure.REFUSED;
        }
        print(List.of(heading(1, "What the doctor says"), doctor.verdict(diagnosis), ""));
        try (NumaMigrator numa = kernel.open();
                LiveProgress progress = new LiveProgress(terminal)) {
            ProcessChoice self = ProcessChoice.parse("self", kernel.self());
            print(List.of(heading(2, "Where the memory of this JVM lives")));
            showPicture(numa, self, progress);
            print(List.of("", heading(3, "Move 64 MiB and look again")));
            boolean complete = new DemoMove(kernel, numa, terminal).run();
            print(List.of("", heading(4, "The same code on four simulated nodes, with obstacles")));
            new DemoSimulated(terminal).run();
            print(List.of("", "Next: numa hardware, numa where PID, numa doctor, numa simulate four, numa --help"));
            return complete ? Failure.OK : Failure.REFUSED;
        }
    }

    private void showPicture(NumaMigrator numa, ProcessChoice self, LiveProgress progress) {
        TextPicture text = new TextPicture(terminal);
        Inspection inspection = new Inspection(kernel, numa, List.of(self), false, progress);
        MemoryPicture picture = inspection.picture(inspection.subjects(), true, false);
        progress.wipe();
        print(text.title(picture.subjects()));
        print(text.legend(picture.nodes(), picture.total()));
        print(text.body(picture));
    }

    private String heading(int number, String words) {
        return terminal.bold(number + "  " + words);
    }

    private void print(List<String> lines) {
        lines.forEach(terminal.out()::println);
    }
}
