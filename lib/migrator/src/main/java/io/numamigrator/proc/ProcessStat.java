package io.numamigrator.proc;

import io.numamigrator.kernel.Kernel;
import io.numamigrator.kernel.ProcView;
import java.util.List;
import java.util.Optional;

/**
 * Who a process is beside its number, read from /proc/PID/stat (proc_pid_stat(5)).
 *
 * @param start when it started, in ticks since boot: no two processes have number and start in common
 * @param ended whether it only waits to be reaped by its parent
 * @param image where its program's code, stack, data and heap begin: exec(2) changes them; zeros where they may not be seen
 */
public record ProcessStat(long start, boolean ended, List<String> image) {

    private static final int START = 22;
    private static final int[] IMAGE = {26, 28, 45, 47};

    /** Of the image, where the stack begins: 0 if it may not be seen; the first one is 1 then. */
    private static final int STACK = 1;

    /** The field after the command name, which is in parentheses and may hold anything. */
    private static final int AFTER_NAME = 3;

    /** Read who a process is; empty of the own one, and where /proc does not tell. */
    public static Optional<ProcessStat> of(Kernel kernel, int pid) {
        ProcView view = kernel.procView();
        if (view.isOwn(pid) || view.misleads(pid)) {
            return Optional.empty();
        }
        return Reading.of(kernel, view.directory(pid) + "stat").word().flatMap(ProcessStat::parse);
    }

    /** Returns where code, stack, data and heap of the program begin, in one text; empty where that may not be seen. */
    public Optional<String> imageText() {
        boolean hidden = image.size() < IMAGE.length || image.get(STACK).equals("0");
        return hidden ? Optional.empty() : Optional.of(String.join(" ", image));
    }

    public static Optional<ProcessStat> parse(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
        if (fields.length <= START - AFTER_NAME || !fields[START - AFTER_NAME].matches("\\d{1,18}")) {
            return Optional.empty();
        }
        List<String> image = java.util.Arrays.stream(IMAGE).map(field -> field - AFTER_NAME)
                .filter(at -> at < fields.length).mapToObj(at -> fields[at]).toList();
        return Optional
                .of(new ProcessStat(Long.parseLong(fields[START - AFTER_NAME]), fields[0].matches("[ZX]"), image));
    }

    /** Say what became of a process between two looks at it; empty if nothing did, or nobody can tell. */
    public static Optional<String> change(int pid, Optional<ProcessStat> before, Optional<ProcessStat> after) {
        if (before.isEmpty()) {
            return Optional.empty();
        }
        if (after.isEmpty() || after.get().ended && !before.get().ended && before.get().start == after.get().start) {
            return Optional.of("process " + pid + " ended meanwhile");
        }
        if (before.get().start != after.get().start) {
            return Optional.of("process " + pid + " ended meanwhile, and another one has its number now");
        }
        return before.get().image.equals(after.get().image)
                ? Optional.empty()
                : Optional.of("process " + pid + " started another program meanwhile (exec), whose memory is new");
    }
}
