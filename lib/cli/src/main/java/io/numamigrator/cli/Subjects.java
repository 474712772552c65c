package io.numamigrator.cli;

import io.numamigrator.cli.machine.Machine;
import io.numamigrator.cli.where.MemoryPicture.Subject;
import java.nio.file.Path;

/** Names processes. */
final class Subjects {

    private Subjects() {}

    /** Name a process; this one without OSHI, which takes as long to load as everything else together. */
    static Subject of(ProcessChoice choice) {
        if (choice.isSelf()) {
            ProcessHandle.Info info = ProcessHandle.current().info();
            return new Subject(
                    choice.pid(),
                    info.command().map(command -> Path.of(command).getFileName().toString()).orElse("java")
                            + " (this command)",
                    "");
        }
        return new Machine().process(choice.pid())
                .map(process -> new Subject(choice.pid(), process.name(), process.commandLine()))
                .orElseGet(() -> new Subject(choice.pid(), "", ""));
    }
}
