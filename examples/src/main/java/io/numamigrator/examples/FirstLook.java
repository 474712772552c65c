package io.numamigrator.examples;

import io.numamigrator.NumaMigrator;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The program of the README. */
public final class FirstLook {

    private FirstLook() {}

    /** Run the story. */
    public static void main(String[] args) {
        try (NumaMigrator numa = NumaMigrator.system(); Arena arena = Arena.ofShared()) {
            MemorySegment table = arena.allocate(64 << 20, 4096);
            System.out.println(numa.backend());
            System.out.println(numa.locate(table));
            int node = numa.topology().allowed().highest();
            System.out.println(numa.move(table, node).orThrow());
            System.out.println("ok " + numa.locate(table).bytesByNode());
        }
    }
}
