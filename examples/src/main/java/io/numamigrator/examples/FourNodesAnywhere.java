package io.numamigrator.examples;

import io.numamigrator.NumaMigrator;
import io.numamigrator.sim.SimulatedMachine;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Spread a table over four nodes, on a machine that has one: only the first line is not as on a server. */
public final class FourNodesAnywhere {

    private FourNodesAnywhere() {}

    /** Run the story. */
    public static void main(String[] args) {
        try (NumaMigrator numa = SimulatedMachine.fourNodes().migrator();
                Arena arena = Arena.ofConfined()) {
            System.out.println(numa.backend());
            MemorySegment table = arena.allocate(64 << 20, 4096);
            System.out.println("before: " + numa.locate(table));
            for (int node : numa.topology().allowed()) {
                numa.move(table.asSlice(node * (16L << 20), 16 << 20), node).orThrow();
            }
            System.out.println("after:  " + numa.locate(table));
            System.out.println("ok " + numa.locate(table).bytesByNode());
        }
    }
}
