package io.numamigrator.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which page maps the library scans, and that it closes those that it does not. */
class PageMapScanTest {

    private final CallFrame frame = new CallFrame();
    private final Calls calls = new Calls();

    @AfterEach
    void close() {
        frame.close();
    }

    /** A kernel that counts descriptors and scans. */
    private static final class Calls implements PageMapCalls {
        boolean scansPageMaps = true;
        boolean hasMemory = true;
        long descriptor = 7;
        int open;
        int scans;

        @Override
        public long openPageMap(CallFrame frame, int pid) {
            open += descriptor < 0 ? 0 : 1;
            return descriptor;
        }

        @Override
        public long scanPageMap(CallFrame frame, long number, MemorySegment argument, MemorySegment regions) {
            scans++;
            return 0;
        }

        @Override
        public boolean isScannable(CallFrame frame, long number) {
            return hasMemory;
        }

        @Override
        public long closePageMap(CallFrame frame, long number) {
            open--;
            return 0;
        }

        @Override
        public boolean isMapped(CallFrame frame, long address, long length) {
            return true;
        }

        @Override
        public boolean scansPageMaps() {
            return scansPageMaps;
        }

        @Override
        public boolean absentIsEnoent() {
            return true;
        }
    }

    private int scansOf(int pid) {
        try (@Nullable PageScan scan = PageMapScan.open(calls, frame, pid)) {
            if (scan != null) {
                assertThat(scan.scan(frame, 0x1000, 0x2000, false)).isZero();
            }
        }
        assertThat(calls.open).isZero();
        return calls.scans;
    }

    @Test
    void aProcessWithMemoryIsScanned() {
        assertThat(scansOf(4711)).isEqualTo(1);
    }

    @Test
    void aProcessWithoutMemoryIsNotScannedForThatBreaksOldKernels() {
        calls.hasMemory = false;
        assertThat(scansOf(4711)).isZero();
    }

    @Test
    void oneThatMayNotBeOpenedIsNot() {
        calls.descriptor = -13;
        assertThat(scansOf(4711)).isZero();
    }

    @Test
    void aKernelWithoutScansIsNotAsked() {
        calls.scansPageMaps = false;
        assertThat(scansOf(0)).isZero();
    }
}
