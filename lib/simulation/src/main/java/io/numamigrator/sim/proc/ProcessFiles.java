package io.numamigrator.sim.proc;

import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.task.AccessCheck;
import io.numamigrator.sim.task.Task;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.function.Supplier;

/** /proc/PID of a process or thread: who may read what, and what is in it. */
final class ProcessFiles {

    private final Task reader;
    private final Task task;
    private final Machine machine;

    ProcessFiles(Task reader, Task task) {
        this.reader = reader;
        this.task = task;
        this.machine = task.process.machine();
    }

    PseudoDirectory directory() {
        CgroupFiles cgroups = new CgroupFiles(task.process.processes());
        return new PseudoDirectory()
                .file("cgroup", () -> cgroups.groups(task.cpuset()))
                .file("cmdline", () -> task.process.space() == null ? "" : StatusText.NAME + "\0")
                .file("comm", () -> StatusText.nameOf(task.process) + "\n")
                .file("cpuset", () -> task.cpuset().name + "\n")
                .file("environ", guarded("environ", () -> ""))
                .link("exe", this::executable)
                .file("maps", guarded("maps", () -> new MapsText(task.process).text()))
                .file("mountinfo", () -> cgroups.mount(task.cpuset()))
                .file("numa_maps", guarded("numa_maps", () -> new NumaMapsText(task).text()))
                .file("smaps", guarded("smaps", () -> new SmapsText(task.process).text()))
                .file("stat", () -> alone(() -> new StatText(task, reader).text()))
                .file("status", () -> alone(() -> new StatusText(task, reader.process.procMount()).text()))
                .file("uid_map", () -> "         0          0 4294967295\n");
    }

    /** What tells of a process's memory takes the right to look into it, by the reader's effective ids. */
    private PseudoFile guarded(String name, Supplier<String> text) {
        return () -> {
            requireAccess(name);
            return alone(text);
        };
    }

    private String executable() throws IOException {
        requireAccess("exe");
        if (task.process.space() == null) {
            throw new NoSuchFileException(path("exe"));
        }
        return task.process.program().path();
    }

    private void requireAccess(String name) throws AccessDeniedException {
        if (!AccessCheck.byFileAccess(reader, task)) {
            throw new AccessDeniedException(path(name));
        }
    }

    private String path(String name) {
        return "/proc/" + reader.process.procMount().numberOf(task) + "/" + name;
    }

    /** Make a text while nothing in the machine changes. */
    private String alone(Supplier<String> text) {
        return machine.exclusively(text);
    }
}
