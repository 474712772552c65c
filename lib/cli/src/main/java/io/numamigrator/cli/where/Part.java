package io.numamigrator.cli.where;

import io.numamigrator.MemoryRange;
import io.numamigrator.NumaProcess;
import io.numamigrator.Vma;
import java.util.List;
import java.util.Map;

/**
 * One of the processes that a picture shows.
 *
 * @param pid its number
 * @param process to ask it for pages
 * @param areas its VMAs, read a moment ago
 * @param kinds what they are used for
 * @param layout what is known of their addresses
 * @param swapped how much of each area is in the swap, in bytes
 */
public record Part(
        int pid, NumaProcess process, List<Vma> areas, AreaKinds kinds, Layout layout, Map<MemoryRange, Long> swapped) {

    /** Keep copies. */
    public Part {
        areas = List.copyOf(areas);
        swapped = Map.copyOf(swapped);
    }

    long swapped(Vma area) {
        return area.mapping().map(mapping -> swapped.getOrDefault(mapping.range(), 0L)).orElse(0L);
    }
}
