package io.numamigrator.cli;

import io.numamigrator.NumaProcess;
import io.numamigrator.cli.machine.Machine;
import io.numamigrator.cli.where.MemoryPicture.Subject;
import java.nio.file.Path;

/** Names processes. */
final class Subjects {

    private Subjects() {}

    /**
     * Name a process; this one without OSHI, which takes as long to load as everything else together.
     *
     * @throws io.numamigrator.NumaException if /proc shows another process under its number; the message names the remedy
     */
    static Subject of(ProcessChoice choice, NumaProcess process) {
        if (choice.isSelf()) {
            return self(choice.pid());
        }
        process.procDirectory();
        return new Machine().process(choice.pid())
                .map(found -> new Subject(choice.pid(), found.name(), found.commandLine()))
                .orElseGet(() -> new Subject(choice.pid(), "", ""));
    }

    /** Name this process. {@code ProcessHandle.info()} reads /proc by the number of system calls, which may be a stranger's there. */
    static Subject self(int pid) {
        String program = ProgramFile.of("/proc/self/");
        return new Subject(pid,
                (program.isEmpty() ? "java" : String.valueOf(Path.of(program).getFileName())) + " (this command)", "");
    }
}
