package io.numamigrator.areas;

import io.numamigrator.MemoryRange;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads what /proc/PID/smaps says of each area and numa_maps does not: size of its pages (Linux 2.6.29), what is swapped out (2.6.16).
 *
 * <p>The kernel walks the page tables once more for it, so it is read only where it is needed.
 */
public final class Smaps {

    private static final int KIB = 1024;
    private static final Set<String> DEVICE = Set.of("pf", "io", "mm");

    /** By start, in the order of the text: ascending. */
    private final Map<Long, Area> areas = new LinkedHashMap<>();

    /** What is known of an area, in bytes. */
    private static final class Area {
        private final MemoryRange range;
        private OptionalLong pageBytes = OptionalLong.empty();
        private long swapped;
        private boolean isDevice;

        Area(MemoryRange range) {
            this.range = range;
        }
    }

    private Smaps() {}

    /** Read a text; lines that are neither the head of an area nor a known field are passed over. */
    public static Smaps parse(String text) {
        Smaps smaps = new Smaps();
        Area[] current = new Area[1];
        NumaMaps.eachLine(text, line -> {
            int blank = line.indexOf(' ');
            String first = blank < 0 ? line : line.substring(0, blank);
            if (current[0] != null && first.endsWith(":")) {
                take(current[0], first, line.substring(first.length()));
            } else if (isHead(first)) {
                current[0] = new Area(MapsLine.parse(line).range());
                smaps.areas.put(current[0].range.start(), current[0]);
            }
        });
        return smaps;
    }

    private static boolean isHead(String first) {
        return first.indexOf('-') > 0 && !first.endsWith(":");
    }

    private static void take(Area area, String key, String value) {
        switch (key) {
            case "KernelPageSize:" -> area.pageBytes = OptionalLong.of(kibibytes(value));
            // VM_PFNMAP, VM_IO, VM_MIXEDMAP (Linux 3.8).
            case "VmFlags:" -> area.isDevice = Arrays.stream(value.strip().split(" ")).anyMatch(DEVICE::contains);
            case "Swap:" -> area.swapped = kibibytes(value);
            default -> {
                // Says nothing that is asked for here.
            }
        }
    }

    private static long kibibytes(String value) {
        String digits = value.strip().split(" ", 2)[0];
        try {
            return Math.multiplyExact(Long.parseLong(digits), KIB);
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException("smaps: \"" + value.strip() + "\" is no amount in kB", e);
        }
    }

    /** Return the size of the pages of the area that starts there; empty if there is none, or the kernel does not tell. */
    OptionalLong pageBytes(long start) {
        Area area = areas.get(start);
        return area == null ? OptionalLong.empty() : area.pageBytes;
    }

    /** Tell whether the area that starts there maps frames of a device; false if the kernel does not tell. */
    boolean isDevice(long start) {
        Area area = areas.get(start);
        return area != null && area.isDevice;
    }

    /** Return what is swapped out in bytes, of each area of which something is, ascending. */
    public Map<MemoryRange, Long> swapped() {
        Map<MemoryRange, Long> swapped = new LinkedHashMap<>();
        for (Area area : areas.values()) {
            if (area.swapped > 0) {
                swapped.put(area.range, area.swapped);
            }
        }
        return swapped;
    }
}
