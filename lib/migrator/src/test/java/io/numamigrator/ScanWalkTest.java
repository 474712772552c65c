package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.engine.KernelMigrator;
import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.PageScan;
import io.numamigrator.pages.PageCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a scan of the page tables may and may not decide by itself. */
class ScanWalkTest {

    private static final int PAGES = 5000;

    private int scans;

    /** A scan that sees no page, and from its {@code failing}-th call on answers {@code result} and gets nowhere. */
    private final class Blind implements PageScan {
        private final int failing;
        private final int result;
        private long stopped;

        Blind(int failing, int result) {
            this.failing = failing;
            this.result = result;
        }

        @Override
        public int scan(CallFrame frame, long start, long end, boolean warm) {
            boolean fails = ++scans >= failing;
            stopped = fails ? start : end;
            return fails ? result : 0;
        }

        @Override
        public boolean gapsAreAbsent() {
            return true;
        }

        @Override
        public long stoppedAt() {
            return stopped;
        }

        @Override
        public long start(int i) {
            throw new AssertionError("there is no region " + i);
        }

        @Override
        public long end(int i) {
            throw new AssertionError("there is no region " + i);
        }

        @Override
        public int categories(int i) {
            throw new AssertionError("there is no region " + i);
        }

        @Override
        public boolean absentMeansEnoent() {
            return true;
        }

        @Override
        public void close() {}
    }

    private PageReport locate(int failing, int result) {
        ScriptedKernel kernel = new ScriptedKernel(2, 0) {
            @Override
            public @Nullable PageScan openPageScan(CallFrame frame, int pid) {
                return new Blind(failing, result);
            }
        };
        for (int page = 0; page < PAGES; page++) {
            kernel.page(page + 1, 1);
        }
        try (NumaMigrator numa = new KernelMigrator(kernel, false)) {
            return numa.process(1).locate(new MemoryRange(ScriptedKernel.PAGE, (long) PAGES * ScriptedKernel.PAGE));
        }
    }

    @Test
    void whatAScanFindsAbsentIsNotAskedFor() {
        assertThat(locate(Integer.MAX_VALUE, 0).absent()).isEqualTo(PAGES);
    }

    @Test
    void aScanThatFailsAfterItsProbeSaysNothingAboutAnyPage() {
        assertThat(locate(2, PageCode.EFAULT).bytesOn(1)).isEqualTo((long) PAGES * ScriptedKernel.PAGE);
        assertThat(scans).isEqualTo(2);
    }

    @Test
    void aScanThatGetsNowhereSaysNothingAboutAnyPage() {
        assertThat(locate(2, 0).bytesOn(1)).isEqualTo((long) PAGES * ScriptedKernel.PAGE);
        assertThat(scans).isEqualTo(2);
    }
}
