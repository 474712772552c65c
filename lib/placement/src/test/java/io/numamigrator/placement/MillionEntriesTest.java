package io.numamigrator.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** A plan of a million entries is read entry by entry, out of a file larger than what is held of it; how fast is reported. */
class MillionEntriesTest {

    private static final int ENTRIES = 1_000_000;

    @Test
    void areReadOneByOne(TestReporter reporter, @TempDir Path folder) throws IOException {
        Path file = folder.resolve("plan.jsonl");
        write(file);
        for (int round = 0; round < 3; round++) {
            long started = cpuNanos();
            long[] sum = stream(file);
            long nanos = cpuNanos() - started;
            assertThat(sum).containsExactly(ENTRIES, 2L * ENTRIES * 4096, ENTRIES);
            reporter.publishEntry("streamed", "%d entries, %d MiB of text, in %d ms of CPU time".formatted(ENTRIES,
                    Files.size(file) >> 20, nanos / 1_000_000));
        }
        long started = cpuNanos();
        PlacementPlan plan = PlacementPlan.read(file);
        reporter.publishEntry("read whole", "in %d ms of CPU time".formatted((cpuNanos() - started) / 1_000_000));
        assertThat(plan.entries()).hasSize(ENTRIES);
    }

    /** The text is made while it is read, and never is there as a whole: 190 MB go through a heap that may be much smaller. */
    @Test
    void needNoMoreMemoryThanOne() throws IOException {
        try (PlanReader reader = PlanReader.of(new Endless(ENTRIES))) {
            long entries = 0;
            for (Optional<PlanEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                entries++;
            }
            assertThat(entries).isEqualTo(ENTRIES);
        }
    }

    /** Other work on the machine does not count. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long[] stream(Path file) throws IOException {
        long entries = 0;
        long bytes = 0;
        long targets = 0;
        try (PlanReader reader = PlanReader.open(file)) {
            for (Optional<PlanEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                entries++;
                bytes += entry.get().range().bytes();
                targets += entry.get().target();
            }
        }
        return new long[] {entries, bytes, targets};
    }

    private static String line(long i) {
        long start = 0x7f00_0000_0000L + i * 3 * 4096;
        long area = start & -(1L << 24);
        return "{\"range\":\"" + Long.toHexString(start) + "-" + Long.toHexString(start + 2 * 4096)
                + "\",\"area\":{\"range\":\"" + Long.toHexString(area) + "-" + Long.toHexString(area + (2L << 24))
                + "\",\"permissions\":\"rw-p\",\"name\":\"[heap]\"},\"expected\":[[2,0]],\"target\":1,\"reason\":\"hot\",\"priority\":"
                + i % 100 + "}\n";
    }

    private static void write(Path file) throws IOException {
        try (var text = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            text.write(Plans.HEADER + "\n");
            for (long i = 0; i < ENTRIES; i++) {
                text.write(line(i));
            }
        }
    }

    /** Makes the text of a plan as it is asked for. */
    private static final class Endless extends Reader {

        private final long entries;
        private String line = Plans.HEADER + "\n";
        private int at;
        private long made;

        Endless(long entries) {
            this.entries = entries;
        }

        @Override
        public int read(char[] into, int from, int most) {
            if (at == line.length()) {
                if (made == entries) {
                    return -1;
                }
                line = line(made++);
                at = 0;
            }
            int count = Math.min(most, line.length() - at);
            line.getChars(at, at + count, into, from);
            at += count;
            return count;
        }

        @Override
        public void close() {
            if (made != entries) {
                throw new UncheckedIOException(new IOException("closed after " + made + " of " + entries));
            }
        }
    }
}
