package io.numamigrator.cli;

import io.numamigrator.Diagnosis;
import io.numamigrator.NumaMigrator;
import io.numamigrator.NumaProcess;
import io.numamigrator.cli.machine.Machine;
import io.numamigrator.cli.where.MemoryPicture.Subject;
import java.util.List;
import java.util.regex.Pattern;

/** The kernel that this JVM runs on. */
final class ThisKernel implements KernelChoice {

    @Override
    public NumaMigrator open() {
        return NumaMigrator.system();
    }

    @Override
    public Diagnosis diagnose() {
        return NumaMigrator.diagnose();
    }

    @Override
    public List<String> hardware() {
        return new Machine().description();
    }

    @Override
    public int self() {
        return (int) ProcessHandle.current().pid();
    }

    @Override
    public Subject subject(ProcessChoice choice, NumaProcess process) {
        return Subjects.of(choice, process);
    }

    @Override
    public boolean isReal() {
        return true;
    }

    @Override
    public List<ProcessChoice> running(Pattern executable) {
        try (NumaMigrator numa = open()) {
            return ProgramFile.running(numa).entrySet().stream()
                    .filter(process -> process.getKey() != self() && executable.matcher(process.getValue()).find())
                    .map(process -> new ProcessChoice(process.getKey(), false)).toList();
        }
    }
}
