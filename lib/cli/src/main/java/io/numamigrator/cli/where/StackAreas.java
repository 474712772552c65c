package io.numamigrator.cli.where;

import io.numamigrator.Vma;
import java.util.List;
import java.util.TreeMap;

/** Finds the stacks of threads: the anonymous areas that their stack pointers point into. */
public final class StackAreas {

    private StackAreas() {}

    /**
     * Say in a layout which areas are stacks.
     *
     * @param pointers addresses inside stacks
     * @return how many stacks were found
     */
    public static int say(Layout layout, List<Vma> areas, List<Long> pointers) {
        TreeMap<Long, Vma> byStart = new TreeMap<>();
        areas.forEach(area -> byStart.put(area.start(), area));
        int found = 0;
        for (long pointer : pointers) {
            var at = byStart.floorEntry(pointer);
            if (at != null && isAnonymousAround(at.getValue(), pointer)) {
                var range = at.getValue().mapping().orElseThrow().range();
                if (layout.within(range).isEmpty()) {
                    layout.say(range, MemoryKind.THREAD_STACKS);
                    found++;
                }
            }
        }
        return found;
    }

    private static boolean isAnonymousAround(Vma area, long pointer) {
        return area.backing() instanceof Vma.Backing.Anonymous
                && area.end().isPresent()
                && pointer < area.end().getAsLong();
    }
}
