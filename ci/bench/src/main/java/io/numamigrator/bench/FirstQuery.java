package io.numamigrator.bench;

import io.numamigrator.NumaMigrator;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The shortest program that learns something of the kernel, for the start-up table. */
final class FirstQuery {

    private FirstQuery() {}

    public static void main(String[] arguments) {
        try (Arena arena = Arena.ofConfined(); NumaMigrator numa = NumaMigrator.system()) {
            MemorySegment page = arena.allocate(4096, 4096);
            System.out.println(numa.locate(page).node(0));
        }
    }
}
