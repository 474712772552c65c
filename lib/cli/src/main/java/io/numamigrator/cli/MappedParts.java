package io.numamigrator.cli;

import io.numamigrator.MemoryRange;
import io.numamigrator.Vma;
import java.util.ArrayList;
import java.util.List;

/** Cuts a range down to what is mapped, so that a range over half the address space is not asked for page by page. */
final class MappedParts {

    private MappedParts() {}

    /**
     * Return the parts of a range that VMAs cover, ascending, neighbours joined.
     *
     * <p>Never empty: where nothing is mapped the range's first page stands for it, so that the kernel is asked all the same and a bad
     * node or a forbidden process is refused as such.
     */
    static List<MemoryRange> of(List<Vma> areas, MemoryRange range) {
        List<MemoryRange> parts = new ArrayList<>();
        for (Vma area : areas) {
            area.mapping().ifPresent(mapping -> add(parts, mapping.range(), range));
        }
        if (parts.isEmpty()) {
            parts.add(new MemoryRange(range.start(), Math.min(range.bytes(), 1)));
        }
        return parts;
    }

    private static void add(List<MemoryRange> parts, MemoryRange area, MemoryRange range) {
        long start = Math.max(area.start(), range.start());
        long end = Math.min(area.end(), range.end());
        if (start >= end) {
            return;
        }
        if (!parts.isEmpty() && parts.getLast().end() == start) {
            start = parts.removeLast().start();
        }
        parts.add(new MemoryRange(start, end - start));
    }
}
