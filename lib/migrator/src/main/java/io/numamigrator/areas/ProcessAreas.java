package io.numamigrator.areas;

import io.numamigrator.NumaException;
import io.numamigrator.Vma;
import io.numamigrator.access.ProcessFiles;
import io.numamigrator.kernel.Kernel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The areas of a process, ascending (/proc/PID/maps), or why they cannot be told.
 *
 * @param areas empty if they cannot be told
 * @param onBlockDevices where areas start that map a file of a block device
 * @param unknownBecause empty if they can
 */
public record ProcessAreas(List<Vma.Mapping> areas, Set<Long> onBlockDevices, Optional<String> unknownBecause) {

    public static ProcessAreas read(Kernel kernel, int pid) {
        try {
            List<Vma.Mapping> areas = new ArrayList<>();
            Set<Long> onBlockDevices = new HashSet<>();
            ProcessFiles.of(kernel, pid).read("maps").lines().filter(line -> !line.isBlank()).forEach(line -> {
                Vma.Mapping area = MapsLine.parse(line);
                areas.add(area);
                if (!line.split(" +", 5)[3].startsWith("00:")) {
                    onBlockDevices.add(area.range().start());
                }
            });
            return new ProcessAreas(areas, onBlockDevices, Optional.empty());
        } catch (NumaException | IllegalArgumentException refused) {
            return new ProcessAreas(List.of(), Set.of(), Optional.of(String.valueOf(refused.getMessage())));
        }
    }

    /** Return the area that an address lies in. */
    public Vma.@Nullable Mapping at(long address) {
        int i = limit(address) - 1;
        boolean inside = i >= 0 && Long.compareUnsigned(address, areas.get(i).range().end()) < 0;
        return inside ? areas.get(i) : null;
    }

    /** Tell whether pages of an area may be in the swap without a trace: those of any file system of memory; disks have none there. */
    public boolean mayHideInSwap(Vma.Mapping area) {
        return !onBlockDevices.contains(area.range().start());
    }

    /** Return where the area that an address lies in ends, or where the next one begins; 0 if there is none above. */
    public long endOfPart(long address) {
        Vma.Mapping area = at(address);
        int next = limit(address);
        return area != null ? area.range().end() : next < areas.size() ? areas.get(next).range().start() : 0;
    }

    /** Return the index of the first area that starts above an address. */
    private int limit(long address) {
        int from = 0;
        int to = areas.size();
        while (from < to) {
            int middle = from + to >>> 1;
            if (Long.compareUnsigned(areas.get(middle).range().start(), address) <= 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }
}
