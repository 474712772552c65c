package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.numamigrator.bindings.Libc;
import io.numamigrator.bindings.NativeCall;
import io.numamigrator.engine.KernelMigrator;
import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Long ranges that are not mapped throughout. */
class HoleHereTest {

    private static final int PAGES = 8192;
    private static final int HOLE = 4000;
    private static final int HOLE_PAGES = 1;

    @Test
    void aHoleInALongRangeIsNotTakenForAbsentPages() {
        assumeTrue(RunningKernel.atLeast(6, 12),
                "from Linux 6.12 on absent pages are ENOENT, before they are EFAULT too");
        try (KernelMigrator numa = (KernelMigrator) NumaMigrator.system(); Arena arena = Arena.ofConfined()) {
            Kernel kernel = numa.kernel();
            CallFrame frame = new CallFrame();
            int page = kernel.pageSize();
            long start = kernel.mmap(frame, (long) PAGES * page);
            kernel.madvise(frame, start, (long) PAGES * page, Libc.MADV_NOHUGEPAGE());
            long behindHole = start + (long) (HOLE + HOLE_PAGES) * page;
            NativeCall.view(behindHole, page, arena, null).set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
            kernel.munmap(frame, start + (long) HOLE * page, (long) HOLE_PAGES * page);

            PageReport report = numa.locate(List.of(new MemoryRange(start, (long) PAGES * page)));

            assertThat(report.refused(Errno.EFAULT)).isEqualTo(HOLE_PAGES);
            assertThat(report.present()).isEqualTo(1);
            assertThat(report.absent()).isEqualTo(PAGES - HOLE_PAGES - 1);
            kernel.munmap(frame, start, (long) HOLE * page);
            kernel.munmap(frame, behindHole, (long) (PAGES - HOLE - HOLE_PAGES) * page);
        }
    }

    @Test
    void aLongRangeWithoutAnyMappingIsRefusedThroughout() {
        try (NumaMigrator numa = NumaMigrator.system()) {
            PageReport report = numa.locate(List.of(new MemoryRange(0, 15L << 20)));

            assertThat(report.refused(Errno.EFAULT)).isEqualTo(report.pages());
        }
    }
}
