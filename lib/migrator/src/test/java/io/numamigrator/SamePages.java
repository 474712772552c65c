package io.numamigrator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Kernel same-page merging. */
final class SamePages {

    private static final Path KSM = Path.of("/sys/kernel/mm/ksm");
    private static final int MADV_MERGEABLE = 12;
    private static final long PATIENCE_NANOS = 120_000_000_000L;

    private SamePages() {}

    /** Have the kernel merge all pages of this memory, which hold the same, into one. */
    static void merge(MemorySegment memory) {
        Assumptions.assumeTrue(Files.exists(KSM), "this kernel does not merge pages");
        Mapping.advise(memory, MADV_MERGEABLE);
        set("pages_to_scan", "10000");
        set("sleep_millisecs", "1");
        set("run", "1");
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!isMerged(memory)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("not merged in two minutes");
            }
            Thread.onSpinWait();
        }
        set("run", "0");
    }

    private static boolean isMerged(MemorySegment memory) {
        try (PageMap map = new PageMap("self")) {
            long frame = map.frames(memory.address())[0];
            for (long at = RealMachine.PAGE; at < memory.byteSize(); at += RealMachine.PAGE) {
                if (map.frames(memory.address() + at)[0] != frame) {
                    return false;
                }
            }
            return frame != 0;
        }
    }

    private static void set(String name, String value) {
        try {
            Files.writeString(KSM.resolve(name), value);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }
}
