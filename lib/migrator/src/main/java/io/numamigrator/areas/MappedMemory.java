package io.numamigrator.areas;

import io.numamigrator.NumaException;
import io.numamigrator.Vma;
import io.numamigrator.kernel.Kernel;
import io.numamigrator.pages.Whereabouts;
import java.util.List;
import java.util.Optional;

/** Reads what memory a process has mapped, and what it has that no page table shows. */
public final class MappedMemory {

    private MappedMemory() {}

    public static Whereabouts<Vma> read(Kernel kernel, int pid) {
        return read(kernel, pid, false);
    }

    /** Reads the same and what numa_maps does not show: what is swapped out. */
    public static Whereabouts<Vma> readWithSwap(Kernel kernel, int pid) {
        return read(kernel, pid, true);
    }

    private static Whereabouts<Vma> read(Kernel kernel, int pid, boolean withSwap) {
        try {
            List<Vma> areas = NumaMaps.read(kernel, pid);
            boolean sizesKnown =
                    areas.stream().allMatch(vma -> vma.pageBytes().isPresent() || vma.counts().mapped() == 0);
            return sizesKnown
                    ? new Whereabouts<>(areas, withSwap ? swapped(kernel, pid) : 0, unseen(areas), Optional.empty())
                    : Whereabouts.unknown("neither numa_maps nor smaps of this kernel tells the size of huge pages");
        } catch (NumaException refused) {
            return Whereabouts.unknown(String.valueOf(refused.getMessage()));
        }
    }

    private static long swapped(Kernel kernel, int pid) {
        return NumaMaps.swapped(kernel, pid).values().stream().mapToLong(Long::longValue).sum();
    }

    private static long unseen(List<Vma> areas) {
        return areas.stream().filter(MappedMemory::isSharedMemory).mapToLong(MappedMemory::unmapped).sum();
    }

    private static boolean isSharedMemory(Vma area) {
        return area.mapping().filter(mapping -> AreaKind.of(mapping) == AreaKind.MEMORY).isPresent();
    }

    private static long unmapped(Vma area) {
        return Math.max(0, area.mapping().orElseThrow().range().bytes() - area.bytes());
    }
}
