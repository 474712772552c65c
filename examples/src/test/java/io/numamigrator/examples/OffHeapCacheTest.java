package io.numamigrator.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.Errno;
import io.numamigrator.MemoryRange;
import io.numamigrator.MoveResult;
import io.numamigrator.NumaMigrator;
import io.numamigrator.PageStatus;
import io.numamigrator.junit.RealNuma;
import io.numamigrator.junit.SimulatedNuma;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;
import java.lang.foreign.ValueLayout;

/** The cache puts its halves where they belong, on machines that nobody has at hand, and on the real one where it will do. */
class OffHeapCacheTest {

    private static final long HALF = 1 << 20;

    @SimulatedNuma(nodes = "four")
    @SimulatedNuma(nodes = "2x[4cpu,1G]+[0cpu,4G]@31", kernel = "5.10")
    @RealNuma(minNodes = 2)
    void theHalvesLiveOnDifferentNodes(NumaMigrator numa) {
        try (OffHeapCache cache = new OffHeapCache(numa, HALF)) {
            cache.hot().set(ValueLayout.JAVA_LONG, 0, 42);
            cache.placeFor(1).orThrow();
            int far = numa.topology().farthestAllowed(1).orElseThrow();
            assertThat(numa.locate(cache.hot()).bytesOn(1)).isEqualTo(HALF);
            assertThat(numa.locate(cache.cold()).bytesOn(far)).isEqualTo(HALF);
            assertThat(cache.hot().get(ValueLayout.JAVA_LONG, 0)).isEqualTo(42);
        }
    }

    @SimulatedNuma(nodes = "four", kernel = "6.12")
    void aPinnedPageStaysBehindAlone(NumaMigrator numa, SimulatedProcess process) {
        try (OffHeapCache cache = new OffHeapCache(numa, HALF)) {
            MemoryRange hot = process.adopt(cache.hot());
            process.pin(new MemoryRange(hot.start() + 4096, 4096));
            MoveResult result = cache.placeFor(2);
            assertThat(result.refused()).singleElement()
                    .satisfies(page -> assertThat(page.status()).isEqualTo(new PageStatus.Refused(Errno.EBUSY)));
            assertThat(numa.locate(cache.hot()).bytesOn(2)).isEqualTo(HALF - 4096);
        }
    }

    @SimulatedNuma(nodes = "two")
    void aFullNodeIsToldAndNothingIsLost(NumaMigrator numa, SimulatedMachine machine) {
        try (OffHeapCache cache = new OffHeapCache(numa, HALF)) {
            numa.locate(cache.hot());
            machine.fill(1, HALF / 2);
            MoveResult result = cache.placeFor(1);
            assertThat(result.isComplete()).isFalse();
            assertThat(numa.locate(cache.hot()).bytesByNode().values().stream().mapToLong(Long::longValue).sum())
                    .isEqualTo(HALF);
        }
    }
}
