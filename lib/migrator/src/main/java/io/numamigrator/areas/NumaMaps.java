package io.numamigrator.areas;

import io.numamigrator.MemoryRange;
import io.numamigrator.NumaException;
import io.numamigrator.Vma;
import io.numamigrator.access.ProcessFiles;
import io.numamigrator.access.SyscallProbe;
import io.numamigrator.kernel.Kernel;
import io.numamigrator.kernel.LinuxRelease;
import io.numamigrator.proc.PseudoFiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Reads /proc/PID/numa_maps and joins it with /proc/PID/maps. */
public final class NumaMaps {

    private NumaMaps() {}

    /**
     * Read the areas of a process, ascending; none of a kernel thread or a zombie.
     *
     * @param pid 0 for this process
     * @throws NumaException ESRCH, EACCES (another user's process, or one that is not dumpable), ENOSYS (no NUMA in this kernel)
     */
    public static List<Vma> read(Kernel kernel, int pid) {
        ProcessFiles files = ProcessFiles.of(kernel, pid);
        Map<Long, Vma.Mapping> mappings = new HashMap<>();
        eachLine(files.read("maps"), line -> {
            Vma.Mapping mapping = MapsLine.parse(line);
            mappings.put(mapping.range().start(), mapping);
        });
        List<Vma> areas = new ArrayList<>();
        NumaMapsLine parser = new NumaMapsLine(kernel.pageSize(), mappings, policies(kernel));
        eachLine(files.read("numa_maps"), line -> areas.add(parser.parse(line)));
        if (areas.stream().anyMatch(NumaMaps::lacksPageSize)) {
            Smaps smaps = smaps(files);
            areas.replaceAll(area -> lacksPageSize(area) ? withPageBytes(area, smaps.pageBytes(area.start())) : area);
        }
        return areas;
    }

    /** Reads the lines of maps, ascending; none of a kernel thread or a zombie. */
    public static List<Vma.Mapping> mappings(Kernel kernel, int pid) {
        List<Vma.Mapping> mappings = new ArrayList<>();
        eachLine(ProcessFiles.of(kernel, pid).read("maps"), line -> mappings.add(MapsLine.parse(line)));
        return mappings;
    }

    /**
     * Read what of each area is swapped out, in bytes, ascending; smaps is not read if no swap of this machine is in use.
     *
     * @param pid 0 for this process
     * @throws NumaException ESRCH, EACCES, ENOSYS (this kernel has no smaps)
     */
    public static Map<MemoryRange, Long> swapped(Kernel kernel, int pid) {
        return isSwapUnused(kernel) ? Map.of() : Smaps.parse(ProcessFiles.of(kernel, pid).read("smaps")).swapped();
    }

    /** Returns whether no swap of this machine is in use; false if nobody can tell. */
    public static boolean isSwapUnused(Kernel kernel) {
        Optional<String> meminfo = new PseudoFiles(kernel).text("/proc/meminfo");
        Optional<String> total = meminfo.flatMap(text -> PseudoFiles.valueOf("SwapTotal:", text));
        return total.isPresent() && total.equals(meminfo.flatMap(text -> PseudoFiles.valueOf("SwapFree:", text)));
    }

    private static CutPolicy policies(Kernel kernel) {
        LinuxRelease release = SyscallProbe.release(kernel);
        boolean old = release.major() > 0 && !release.atLeast(3, 13);
        return new CutPolicy(old ? CutPolicy.OLD_ROOM : CutPolicy.ROOM);
    }

    private static Vma withPageBytes(Vma area, OptionalLong bytes) {
        return new Vma(area.start(), area.mapping(), area.policy(), area.backing(), area.huge(), area.counts(), bytes);
    }

    /** A hugetlb area before Linux 4.2. */
    private static boolean lacksPageSize(Vma area) {
        return area.pageBytes().isEmpty() && area.counts().mapped() > 0;
    }

    /** Read smaps; a kernel may lack it (CONFIG_PROC_PAGE_MONITOR), then nothing is known. */
    private static Smaps smaps(ProcessFiles files) {
        try {
            return Smaps.parse(files.read("smaps"));
        } catch (NumaException absent) {
            return Smaps.parse("");
        }
    }

    /** Hand on line after line; a large process has ten thousands of them. */
    static void eachLine(String text, Consumer<String> line) {
        for (int from = 0; from < text.length();) {
            int end = text.indexOf('\n', from);
            int limit = end < 0 ? text.length() : end;
            if (limit > from) {
                line.accept(text.substring(from, limit));
            }
            from = limit + 1;
        }
    }
}
