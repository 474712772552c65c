package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

/** Whatever addresses and nodes are passed, the answer is one status for each, or a typed exception; nothing crashes. */
class CallFuzzTest {

    private static final NumaMigrator NUMA = NumaMigrator.system();

    @FuzzTest
    void locateAnything(FuzzedDataProvider data) {
        long[] addresses = data.consumeLongs(64);
        PageReport report = NUMA.locate(addresses);
        assertThat(report.pages()).isEqualTo(addresses.length);
        assertThat(report.present()
                + report.entries().filter(page -> !(page.status() instanceof PageStatus.On)).count())
                .isEqualTo(addresses.length);
    }

    @FuzzTest
    void locateAnyRange(FuzzedDataProvider data) {
        long start = data.consumeLong();
        long bytes = data.consumeLong(-1, 1 << 22);
        try {
            MemoryRange range = new MemoryRange(start, bytes);
            PageReport report = NUMA.process(ProcessHandle.current().pid()).locate(range);
            assertThat(report.pages()).isBetween((int) (bytes / 4096), (int) (bytes / 4096) + 2);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining(Long.toString(bytes));
        }
    }

    /** Only to node 0, where these pages are, or to no node there is. */
    @FuzzTest
    void moveAnything(FuzzedDataProvider data) {
        int node = data.consumeBoolean() ? 0 : data.consumeInt();
        long[] addresses = data.consumeLongs(64);
        int[] nodes = new int[addresses.length];
        Arrays.fill(nodes, node);
        try {
            MoveResult result = NUMA.move(Placement.of(addresses, nodes), MoveOptions.DEFAULT);
            // Addresses of one page are one entry.
            assertThat(result.report().pages()).isLessThanOrEqualTo(addresses.length);
        } catch (IllegalArgumentException | NumaException refused) {
            assertThat(refused).hasMessageContaining(Integer.toString(node));
        }
    }
}
