package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.engine.KernelMigrator;
import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.PageScan;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a scan of page tables calls huge may be of the pools of smaller pages that arm64 has: each of those is where it is. */
class SmallHugePoolsTest {

    private static final String POOLS = "/sys/kernel/mm/hugepages";
    private static final int PAGE = ScriptedKernel.PAGE;
    private static final int PAGES = 8192;
    private static final int FIRST = 512;

    /** A scan that calls everything huge. */
    private static final class AllHuge implements PageScan {
        private long first;
        private long last;

        @Override
        public int scan(CallFrame frame, long start, long end, boolean warm) {
            first = start;
            last = end;
            return 1;
        }

        @Override
        public boolean gapsAreAbsent() {
            return true;
        }

        @Override
        public long stoppedAt() {
            return last;
        }

        @Override
        public long start(int i) {
            return first;
        }

        @Override
        public long end(int i) {
            return last;
        }

        @Override
        public int categories(int i) {
            return PRESENT | HUGE;
        }

        @Override
        public boolean absentMeansEnoent() {
            return true;
        }

        @Override
        public void close() {}
    }

    /** A kernel with pools of these names, whose pages of so many base pages lie on nodes 0 and 1 in turn. */
    private static final class PooledKernel extends ScriptedKernel {

        private final @Nullable List<String> pools;
        private int asked;

        PooledKernel(int pagesEach, @Nullable List<String> pools) {
            super(3, 1 << 20);
            this.pools = pools;
            for (int page = 0; page < PAGES; page += pagesEach) {
                huge(FIRST + page, pagesEach, page / pagesEach % 2);
            }
            script = (_, count, _) -> {
                asked += (int) count;
                return null;
            };
        }

        PooledKernel holding(String pool, int pages) {
            files.put(POOLS + "/" + pool + "/nr_hugepages", pages + "\n");
            return this;
        }

        @Override
        public @Nullable PageScan openPageScan(CallFrame frame, int pid) {
            return new AllHuge();
        }

        @Override
        public List<String> list(String directory) throws IOException {
            if (directory.equals(POOLS)) {
                if (pools == null) {
                    throw new NoSuchFileException(directory);
                }
                return pools;
            }
            return super.list(directory);
        }
    }

    private static final List<String> ARM64 =
            List.of("hugepages-32768kB", "hugepages-64kB", "hugepages-1048576kB", "hugepages-2048kB");

    private static PageReport locate(PooledKernel kernel) {
        try (NumaMigrator numa = new KernelMigrator(kernel, false)) {
            return numa.process(1).locate(new MemoryRange((long) FIRST * PAGE, (long) PAGES * PAGE));
        }
    }

    private static void isTrue(PageReport report, PooledKernel kernel) {
        assertThat(report.entries()).allSatisfy(page -> assertThat(page.status())
                .isEqualTo(new PageStatus.On(kernel.nodeOf(page.address() / PAGE))));
    }

    @Test
    void pagesOfASmallPoolAreEachWhereTheyAre() {
        PooledKernel kernel = new PooledKernel(16, ARM64).holding("hugepages-64kB", PAGES / 16);

        isTrue(locate(kernel), kernel);
        assertThat(kernel.asked).as("once for each of them").isBetween(PAGES / 16, PAGES / 16 + 100);
    }

    @Test
    void anEmptySmallPoolCostsNothing() {
        PooledKernel kernel = new PooledKernel(512, ARM64).holding("hugepages-64kB", 0);

        isTrue(locate(kernel), kernel);
        assertThat(kernel.asked).isLessThan(PAGES / 16);
    }

    @Test
    void whereThePoolsAreHiddenEveryPageIsAskedFor() {
        PooledKernel kernel = new PooledKernel(16, null);

        isTrue(locate(kernel), kernel);
    }

    @Test
    void aMoveTakesEachPageOfASmallPool() {
        PooledKernel kernel = new PooledKernel(16, ARM64).holding("hugepages-64kB", PAGES / 16);
        try (NumaMigrator numa = new KernelMigrator(kernel, false)) {
            numa.process(1).move(new MemoryRange((long) FIRST * PAGE, (long) PAGES * PAGE), 2).orThrow();
        }
        for (int page = 0; page < PAGES; page++) {
            assertThat(kernel.nodeOf(FIRST + page)).isEqualTo(2);
        }
    }
}
