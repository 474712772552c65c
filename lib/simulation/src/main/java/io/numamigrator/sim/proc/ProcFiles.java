package io.numamigrator.sim.proc;

import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.task.PidNamespace;
import io.numamigrator.sim.task.Task;
import io.numamigrator.sim.version.KernelSwitch;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** /proc of a simulated machine, as one of its threads sees it. */
final class ProcFiles {

    private final Task reader;
    private final Machine machine;
    private final PidNamespace numbers;

    ProcFiles(Task reader) {
        this.reader = reader;
        this.machine = reader.process.machine();
        this.numbers = reader.process.procMount();
    }

    PseudoDirectory root() {
        PseudoDirectory proc = new PseudoDirectory()
                .file("meminfo", () -> machine.exclusively(this::memory))
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

    /** The four lines of meminfo that a machine without slabs and buffers has numbers for. */
    private String memory() {
        long page = machine.geometry().pageSize();
        long total = machine.nodesWithMemory().stream().mapToLong(node -> machine.node(node).totalPages() * page).sum();
        long free = machine.nodesWithMemory().stream().mapToLong(machine::freeBytes).sum();
        return line("MemTotal", total) + line("MemFree", free) + line("SwapTotal", machine.swap().total() * page)
                + line("SwapFree", machine.swap().free() * page);
    }

    private static String line(String name, long bytes) {
        return String.format(Locale.ROOT, "%-15s %8d kB\n", name + ":", bytes / 1024);
    }

    private PseudoDirectory sysctl() {
        return new PseudoDirectory()
                .file("numa_balancing", () -> "0\n")
                .file("osrelease", () -> machine.kernel().release() + "\n")
                .file("ostype", () -> "Linux\n")
                .directory("random", () -> new PseudoDirectory().file("boot_id", this::boot));
    }

    /** The same machine has the same boot in every run: nothing here is left to chance. */
    private String boot() {
        String machineText = machine.spec() + " " + machine.kernel().release();
        return UUID.nameUUIDFromBytes(machineText.getBytes(StandardCharsets.UTF_8)) + "\n";
    }
}
