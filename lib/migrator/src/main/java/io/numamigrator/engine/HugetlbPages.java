package io.numamigrator.engine;

import io.numamigrator.Vma;
import io.numamigrator.areas.MappedMemory;
import io.numamigrator.kernel.Kernel;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Where a process has hugetlb pages, and how large they are; looked for once a move has failed for want of memory.
 *
 * <p>The kernel takes the hugetlb pages of a call first. If the target has no page for one of them, the call ends with ENOMEM before
 * any other page has moved, however much memory is free (measured on Linux 6.12).
 */
final class HugetlbPages {

    /** End of each area with hugetlb pages, and their size, by its start. */
    private record Area(long end, long pageBytes) {}

    private final NavigableMap<Long, Area> areas = new TreeMap<>();

    private HugetlbPages() {}

    /** Finds them in numa_maps; finds none where that cannot be read. */
    static HugetlbPages of(Kernel kernel, int pid) {
        HugetlbPages found = new HugetlbPages();
        for (Vma vma : MappedMemory.read(kernel, pid).areas()) {
            if (vma.huge() && vma.end().isPresent() && vma.pageBytes().isPresent()) {
                found.areas.put(vma.start(), new Area(vma.end().getAsLong(), vma.pageBytes().getAsLong()));
            }
        }
        return found;
    }

    /** Returns the size of the hugetlb page that holds an address; 0 if none does. */
    long sizeAt(long address) {
        Map.Entry<Long, Area> below = areas.floorEntry(address);
        return below != null && address < below.getValue().end ? below.getValue().pageBytes : 0;
    }
}
