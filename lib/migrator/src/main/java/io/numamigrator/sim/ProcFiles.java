package io.numamigrator.sim;

import org.jspecify.annotations.Nullable;

/** /proc of a simulated machine, as one of its threads sees it. */
final class ProcFiles {

    private final Task reader;
    private final SimulatedMachine machine;
    private final PidNamespace numbers;

    ProcFiles(Task reader) {
        this.reader = reader;
        this.machine = reader.process.machine();
        this.numbers = reader.process.procMount();
    }

    PseudoDirectory root() {
        PseudoDirectory proc = new PseudoDirectory()
                .directory("self", () -> of(reader.process.mainTask()))
                .directory(machine.kernel().has(KernelSwitch.THREAD_SELF), "thread-self", () -> of(reader))
                .directory("sys", () -> new PseudoDirectory().directory("kernel", this::sysctl));
        numbers.all().forEach((number, task) -> {
            if (task == task.process.mainTask()) {
                proc.directory(Integer.toString(number), () -> of(task));
            }
        });
        return proc.unlisted(this::thread);
    }

    /** Threads have a directory, too; only it is not listed. */
    private @Nullable PseudoNode thread(String name) {
        Task task = name.matches("[1-9]\\d{0,8}") ? numbers.find(Integer.parseInt(name)) : null;
        return task == null ? null : of(task);
    }

    private PseudoDirectory of(Task task) {
        return new ProcessFiles(reader, task).directory();
    }

    private PseudoDirectory sysctl() {
        return new PseudoDirectory()
                .file("numa_balancing", () -> "0\n")
                .file("osrelease", () -> machine.kernel().release() + "\n")
                .file("ostype", () -> "Linux\n");
    }
}
