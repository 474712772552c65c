package io.numamigrator;

import io.numamigrator.kernel.Kernel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reads /proc/PID/numa_maps and joins it with /proc/PID/maps. */
final class NumaMaps {

    private NumaMaps() {}

    /**
     * Read the areas of a process, ascending; none of a kernel thread or a zombie.
     *
     * @param pid 0 for this process
     * @throws NumaException ESRCH, EACCES (another user's process, or one that is not dumpable), ENOSYS (no NUMA in this kernel)
     */
    static List<Vma> read(Kernel kernel, int pid) {
        ProcessFiles files = new ProcessFiles(kernel, pid);
        Map<Long, Vma.Mapping> mappings = new HashMap<>();
        eachLine(files.read("maps"), line -> {
            Vma.Mapping mapping = MapsLine.parse(line);
            mappings.put(mapping.range().start(), mapping);
        });
        List<Vma> areas = new ArrayList<>();
        NumaMapsLine parser = new NumaMapsLine(kernel.pageSize(), mappings);
        eachLine(files.read("numa_maps"), line -> areas.add(parser.parse(line)));
        return areas;
    }

    /** Hand on line after line; a large process has ten thousands of them. */
    private static void eachLine(String text, Consumer<String> line) {
        for (int from = 0; from < text.length();) {
            int end = text.indexOf('\n', from);
            int behind = end < 0 ? text.length() : end;
            if (behind > from) {
                line.accept(text.substring(from, behind));
            }
            from = behind + 1;
        }
    }
}
