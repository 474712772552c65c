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
 * @param unknownBecause empty if it can
 */
record Whereabouts(List<Vma> areas, Optional<String> unknownBecause) {

    static Whereabouts read(Kernel kernel, int pid) {
        try {
            List<Vma> areas = NumaMaps.read(kernel, pid);
            boolean sizesKnown =
                    areas.stream().allMatch(vma -> vma.pageBytes().isPresent() || vma.counts().mapped() == 0);
            return sizesKnown
                    ? new Whereabouts(areas, Optional.empty())
                    : unknown("neither numa_maps nor smaps of this kernel tells the size of huge pages");
        } catch (NumaException refused) {
            return unknown(String.valueOf(refused.getMessage()));
        }
    }

    private static Whereabouts unknown(String why) {
        return new Whereabouts(List.of(), Optional.of(why));
    }

    Map<Integer, Long> bytesByNode() {
        Map<Integer, Long> bytes = new TreeMap<>();
        for (Vma vma : areas) {
            vma.bytesByNode().forEach((node, here) -> bytes.merge(node, here, Long::sum));
        }
        return bytes;
    }
}
