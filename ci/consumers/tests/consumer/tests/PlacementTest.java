package consumer.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.numamigrator.NumaMigrator;
import io.numamigrator.junit.RealNuma;
import io.numamigrator.junit.SimulatedNuma;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A user's test, on nodes that are simulated and on real ones. */
class PlacementTest {

    @SimulatedNuma(nodes = "four")
    @SimulatedNuma(nodes = "2x[4cpu,1G]+[0cpu,4G]@31", kernel = "5.10")
    @RealNuma
    void memoryIsOnTheLastNodeThatMayBeUsed(NumaMigrator numa) {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment memory = arena.allocate(16L * 4096, 4096);
            memory.fill((byte) 1);
            int node = numa.topology().allowed().highest();
            numa.move(memory, node).orThrow();
            assertEquals(16L * 4096, numa.locate(memory).bytesOn(node));
        }
    }
}
