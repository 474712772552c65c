package io.numamigrator;

import io.numamigrator.kernel.Kernel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The mapped memory of a process at one moment, or why it cannot be told.
 *
 * @param areas empty if it cannot be told
 * @param swapped what is swapped out, in bytes; 0 if it was not asked for
 * @param unknownBecause empty if it can
 */
record Whereabouts(List<Vma> areas, long swapped, Optional<String> unknownBecause) {

    static Whereabouts read(Kernel kernel, int pid) {
        return read(kernel, pid, false);
    }

    /** Reads the same and what numa_maps does not show: what is swapped out. */
    static Whereabouts readWithSwap(Kernel kernel, int pid) {
        return read(kernel, pid, true);
    }

    private static Whereabouts read(Kernel kernel, int pid, boolean withSwap) {
        try {
            List<Vma> areas = NumaMaps.read(kernel, pid);
            boolean sizesKnown =
                    areas.stream().allMatch(vma -> vma.pageBytes().isPresent() || vma.counts().mapped() == 0);
            return sizesKnown
                    ? new Whereabouts(areas, withSwap ? swapped(kernel, pid) : 0, Optional.empty())
                    : unknown("neither numa_maps nor smaps of this kernel tells the size of huge pages");
        } catch (NumaException refused) {
            return unknown(String.valueOf(refused.getMessage()));
        }
    }

    static Whereabouts unknown(String why) {
        return new Whereabouts(List.of(), 0, Optional.of(why));
    }

    private static long swapped(Kernel kernel, int pid) {
        return NumaMaps.swapped(kernel, pid).values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * Returns how much memory of areas that others may have touched is not mapped here, in bytes: shmem, memfd, System V, hugetlb.
     *
     * <p>It may be there, on any node. Files on disks are left out: what a process has not mapped of them belongs to the page cache.
     */
    long unseen() {
        return areas.stream().filter(Whereabouts::isSharedMemory).mapToLong(Whereabouts::unmapped).sum();
    }

    private static boolean isSharedMemory(Vma area) {
        return area.mapping().filter(mapping -> AreaKind.of(mapping) == AreaKind.MEMORY).isPresent();
    }

    private static long unmapped(Vma area) {
        return Math.max(0, area.mapping().orElseThrow().range().bytes() - area.bytes());
    }

    Map<Integer, Long> bytesByNode() {
        Map<Integer, Long> bytes = new TreeMap<>();
        for (Vma vma : areas) {
            vma.bytesByNode().forEach((node, here) -> bytes.merge(node, here, Long::sum));
        }
        return bytes;
    }
}
