package io.numamigrator.sim.proc;

import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.task.AccessCheck;
import io.numamigrator.sim.task.PidNamespace;
import io.numamigrator.sim.task.Process;
import io.numamigrator.sim.task.Program;
import io.numamigrator.sim.task.Task;
import java.util.Arrays;

/** /proc/PID/stat, as far as the machine knows what it says; 0 stands for the rest (proc_pid_stat(5)). */
final class StatText {

    private static final int FIELDS = 52;

    private final Task task;
    private final Process process;
    private final PidNamespace numbers;
    private final boolean open;
    private final String[] fields = new String[FIELDS + 1];

    StatText(Task task, Task reader) {
        this.task = task;
        this.process = task.process;
        this.numbers = reader.process.procMount();
        this.open = AccessCheck.byFileAccess(reader, task);
    }

    String text() {
        AddressSpace space = process.space();
        Task parent = process.parent();
        Arrays.fill(fields, "0");
        set(1, numbers.numberOf(task));
        fields[2] = "(" + StatusText.nameOf(process) + ")";
        fields[3] = process.isZombie() ? "Z" : "S";
        set(4, parent == null ? 0 : numbers.numberOf(parent));
        set(20, process.tasks().size());
        set(22, process.startTicks());
        if (space != null) {
            set(23, space.areas().stream().mapToLong(area -> area.end() - area.start()).sum());
            image(process.program());
        }
        return String.join(" ", Arrays.copyOfRange(fields, 1, fields.length)) + "\n";
    }

    /** Whoever may not look into the process sees a 1 where its code begins, and nothing of the rest (fs/proc/array.c). */
    private void image(Program program) {
        set(26, open ? program.code() : 1);
        if (open) {
            set(28, program.stack());
            set(45, program.data());
            set(47, program.heap());
        }
    }

    private void set(int field, long value) {
        fields[field] = Long.toString(value);
    }
}
