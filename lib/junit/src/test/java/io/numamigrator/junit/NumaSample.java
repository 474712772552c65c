package io.numamigrator.junit;

import io.numamigrator.NumaMigrator;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.BeforeEach;

/** What a user might write; run by {@link BothGenerationsTest} in a JVM with nothing but one JUnit. */
class NumaSample {

    private NumaMigrator fromSetUp;

    @BeforeEach
    void setUp(NumaMigrator numa) {
        fromSetUp = numa;
    }

    @SimulatedNuma(nodes = "four", kernel = "6.12")
    void aTableMovesToTheLastNode(NumaMigrator numa, SimulatedMachine machine, SimulatedProcess process) {
        require(fromSetUp != null && process == machine.process());
        require(numa.backend().simulated() && numa.backend().description().contains("6.12"));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment table = arena.allocate(1 << 20, 4096);
            numa.move(table, 3).orThrow();
            require(numa.locate(table).bytesOn(3) == 1 << 20);
        }
    }

    @SimulatedNuma
    @RealNuma
    void itRunsOnBoth(NumaMigrator numa) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment table = arena.allocate(1 << 20, 4096).fill((byte) 1);
            int node = numa.topology().allowed().highest();
            require(numa.move(table, node).orThrow().report().bytesOn(node) == 1 << 20);
        }
    }

    @SimulatedNuma(nodes = "two", kernel = "5.10")
    @SimulatedNuma(nodes = "tiered", kernel = "6.18")
    void itRunsOnEachMachine(NumaMigrator numa) {
        require(numa.topology().online().size() >= 2);
    }

    @RealNuma(minNodes = 1000)
    void itIsSkippedWithAReason(NumaMigrator numa) {
        throw new AssertionError("no machine has 1000 nodes: " + numa);
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new AssertionError();
        }
    }
}
