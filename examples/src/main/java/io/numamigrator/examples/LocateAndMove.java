package io.numamigrator.examples;

import io.numamigrator.MoveResult;
import io.numamigrator.NodeSet;
import io.numamigrator.NumaMigrator;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** See where a buffer lives, move it to another node, and see that it is there. */
public final class LocateAndMove {

    private LocateAndMove() {}

    /** Run the story. */
    public static void main(String[] args) {
        try (NumaMigrator numa = NumaMigrator.system();
                Arena arena = Arena.ofConfined()) {
            MemorySegment table = arena.allocate(16 << 20);
            table.fill((byte) 42);
            System.out.println("before: " + numa.locate(table));

            NodeSet nodes = numa.topology().allowed();
            int target = nodes.highest();
            MoveResult result = numa.move(table, target).orThrow();
            System.out.println("to node " + target + " of " + nodes + ": " + result);

            System.out.println("after:  " + numa.locate(table));
            System.out.println("ok " + (numa.locate(table).bytesOn(target) >> 20) + " MiB on node " + target);
        }
    }
}
