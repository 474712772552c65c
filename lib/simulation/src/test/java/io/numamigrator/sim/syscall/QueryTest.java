package io.numamigrator.sim.syscall;

import static io.numamigrator.sim.fixture.RawCalls.NULL;
import static io.numamigrator.sim.fixture.RawCalls.filled;
import static io.numamigrator.sim.fixture.RawCalls.ints;
import static io.numamigrator.sim.fixture.RawCalls.longs;
import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.MemoryRange;
import io.numamigrator.sim.fixture.Outcome;
import io.numamigrator.sim.fixture.PageBatch;
import io.numamigrator.sim.fixture.RawCalls;
import io.numamigrator.sim.machine.NegativeErrno;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS 1.9: queries. */
class QueryTest {

    private static final List<String> KERNELS = List.of("2.6.18", "2.6.38", "4.3", "5.10", "6.1", "6.12", "7.3");

    @DisplayName("1.9 status of a query, by kernel")
    @ParameterizedTest(name = "1.9 {0}")
    @CsvSource(delimiter = '|', textBlock = """
            # kind      | 2.6.18  | 2.6.38  | 4.3     | 5.10    | 6.1     | 6.12    | 7.3
            top         | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT
            hole        | -ENOENT | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT
            kernel      | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT
            none        | -ENOENT | -ENOENT | -EFAULT | -EFAULT | -EFAULT | -ENOENT | -ENOENT
            shmem-none  | -ENOENT | -ENOENT | -ENOENT | -ENOENT | -ENOENT | -ENOENT | -ENOENT
            swapped     | -ENOENT | -ENOENT | -ENOENT | -ENOENT | -ENOENT | -ENOENT | -ENOENT
            zero        | -ENOENT | -ENOENT | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT
            device      | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -ENOENT | -ENOENT
            vvar        | -ENOENT | -ENOENT | -ENOENT | -ENOENT | -ENOENT | -ENOENT | -ENOENT
            device-memory | 2     | 2       | 2       | 2       | -ENOENT | -ENOENT | -ENOENT
            protnone    | 2       | 2       | 2       | 2       | -ENOENT | 2       | 2
            forked      | 2       | 2       | 2       | 2       | 2       | 2       | 2
            P           | 2       | 2       | 2       | 2       | 2       | 2       | 2
            low-zone    | 2       | 2       | 2       | 2       | 2       | 2       | 2
            hugetlb-tail | 2      | 2       | 2       | 2       | 2       | 2       | 2
            thp-tail    | 2       | 2       | 2       | 2       | 2       | 2       | 2
            g           | 2       | 2       | 2       | 2       | 2       | 2       | 2
            """)
    void oneAddress(String kind, String a, String b, String c, String d, String e, String f, String g) {
        List<String> found =
                KERNELS.stream().map(kernel -> PageBatch.on(kernel).query(kind + "@2").statuses()).toList();
        assertThat(found).as(kind + " on " + KERNELS).isEqualTo(List.of(a, b, c, d, e, f, g));
    }

    @Test
    @DisplayName("1.9 the vdso's page shows its node")
    void theVdso() {
        assertThat(PageBatch.on("6.12").query("vdso")).isEqualTo(new Outcome("0", "0"));
    }

    @Test
    @DisplayName("1.9 flags are checked and otherwise ignored; nothing is faulted in or moved")
    void aQueryChangesNothing() {
        PageBatch batch = PageBatch.on("6.12");
        MemorySegment status = ints(filled(2));
        long there = batch.kinds.address("g", 1);
        long none = batch.kinds.address("none", 0);
        RawCalls calls = new RawCalls(batch.process);

        assertThat(calls.movePages(0, 2, longs(there, none), NULL, status, MovePages.MOVE_ALL)).isEqualTo("0");
        assertThat(status.toArray(ValueLayout.JAVA_INT)).containsExactly(1, NegativeErrno.ENOENT);
        assertThat(calls.query(0, there, none)).isEqualTo(new Outcome("0", "1 -ENOENT"));
    }

    @ParameterizedTest(name = "1.9 20 of 40 addresses readable on {0}: {1} statuses are written")
    @CsvSource({"2.6.27,0", "2.6.28,16", "6.12,16"})
    void readableInPart(String kernel, int written) {
        assertThat(faulting(kernel, 20, 40)).isEqualTo("-EFAULT " + written);
    }

    @ParameterizedTest(name = "1.9 20 of 40 statuses writable on {0}: {1} are written")
    @CsvSource({"2.6.27,20", "2.6.28,20", "6.12,20"})
    void writableInPart(String kernel, int written) {
        assertThat(faulting(kernel, 40, 20)).isEqualTo("-EFAULT " + written);
    }

    @ParameterizedTest(name = "1.9 {0} of {0} readable and writable is all")
    @ValueSource(ints = {1, 15, 16, 17, 40})
    void readableInFull(int count) {
        assertThat(faulting("6.12", count, count, count)).isEqualTo("0 " + count);
    }

    private static String faulting(String kernel, int readable, int writable) {
        return faulting(kernel, 40, readable, writable);
    }

    private static String faulting(String kernel, int count, int readable, int writable) {
        PageBatch batch = PageBatch.on(kernel);
        MemoryRange memory = batch.process.map(40 * 4096);
        batch.process.place(memory, 3);
        long[] pages = LongStream.range(0, readable).map(i -> memory.start() + i * 4096).toArray();
        MemorySegment status = ints(filled(writable));
        String result = new RawCalls(batch.process).movePages(0, count, longs(pages), NULL, status, 0);
        int written = 0;
        while (written < writable && status.getAtIndex(ValueLayout.JAVA_INT, written) == 3) {
            written++;
        }
        return result + " " + written;
    }

    @Test
    @DisplayName("1.9 a long query agrees with a query of each page")
    void longQueries() {
        PageBatch batch = PageBatch.on("6.12");
        MemoryRange memory = batch.process.map(6000 * 4096L);
        for (int i = 0; i < 6000; i += 1 + i % 37) {
            batch.process.place(new MemoryRange(memory.start() + i * 4096L, 4096L * (1 + i % 5)), i % 4);
        }
        batch.process.pin(new MemoryRange(memory.start(), 1));
        RawCalls calls = new RawCalls(batch.process);
        long[] pages = LongStream.range(0, 6000).map(i -> memory.start() + i * 4096).toArray();

        String[] together = calls.query(0, pages).statuses().split(" ", -1);

        for (int i = 0; i < 6000; i++) {
            assertThat(together[i]).as("page " + i).isEqualTo(calls.query(0, pages[i]).statuses());
        }
    }
}
