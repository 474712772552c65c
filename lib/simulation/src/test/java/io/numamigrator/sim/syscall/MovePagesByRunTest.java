package io.numamigrator.sim.syscall;

import static io.numamigrator.sim.fixture.RawCalls.NULL;
import static io.numamigrator.sim.fixture.RawCalls.WILD;
import static io.numamigrator.sim.fixture.RawCalls.filled;
import static io.numamigrator.sim.fixture.RawCalls.ints;
import static io.numamigrator.sim.fixture.RawCalls.longs;
import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.MemoryRange;
import io.numamigrator.sim.Core;
import io.numamigrator.sim.fixture.Outcome;
import io.numamigrator.sim.fixture.PageBatch;
import io.numamigrator.sim.fixture.RawCalls;
import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.mm.Pte;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SEMANTICS 1.4: runs, flushes, statuses and the return value of Linux 4.17 and later. */
class MovePagesByRunTest {

    private static final int MOVE = MovePages.MOVE;

    @DisplayName("1.4/a, 1.4/b, 1.4/c, 1.4/d, 1.4/e, 1.4/END, 1.4/FLUSH measured on 6.1 and 6.12")
    @ParameterizedTest(name = "1.4 [{0}] returns {1}, statuses {2}, pages on {3}")
    @CsvSource(delimiter = '|', textBlock = """
            P>1                     | 1       | ·           | 0
            g>1 P>1 g>1             | 1       | · · ·       | 1 0 1
            P>1 g>2 g>2             | 3       | · · ·       | 0 0 0
            P>1 hole>1 g>1          | 2       | · -EFAULT · | 0 - 0
            hole>1 P>1 g>1          | 1       | -EFAULT · · | - 0 1
            P>1 g>1 g>-1            | -ENODEV | · · ·       | 0 1 0
            P>1 P>1 g>1 g>2 P>2 g>2 g>2 g>2 | 7 | · · · · · · · · | 0 0 1 0 0 0 0 0
            P>0                     | 0       | 0           | 0
            g>1 g>1 g>4 g>1         | -ENODEV | 1 1 · ·     | 1 1 0 0
            """)
    void aRunIsMigratedWhenItEnds(String entries, String result, String statuses, String places) {
        for (String kernel : new String[] {"6.1", "6.12", "6.18", "7.3"}) {
            PageBatch batch = PageBatch.on(kernel);
            assertThat(batch.move(entries)).as(kernel).isEqualTo(new Outcome(result, statuses));
            assertThat(batch.places()).as(kernel).isEqualTo(places);
        }
    }

    @DisplayName("1.4 versions: what the positive result counts")
    @ParameterizedTest(name = "1.4 on {0} [P>1 g>2 g>2] returns {1}, [P>1 hole>1 g>1] {2}, four pinned {3}")
    @CsvSource({
        "4.17, 1, 1, 4",
        "5.4, 1, 1, 4",
        "5.5, 1, 1, 4",
        "5.6, 2, 2, 3",
        "5.10, 2, 2, 3",
        "6.0, 2, 2, 3",
        "6.1, 3, 2, 4",
        "6.12, 3, 2, 4"})
    void whatIsCounted(String kernel, String nodeChange, String refusal, String pinned) {
        assertThat(PageBatch.on(kernel).move("P>1 g>2 g>2").result()).isEqualTo(nodeChange);
        assertThat(PageBatch.on(kernel).move("P>1 hole>1 g>1").result()).isEqualTo(refusal);
        assertThat(PageBatch.on(kernel).move("P>1 P>1 P>1 P>1")).isEqualTo(new Outcome(pinned, "· · · ·"));
    }

    @DisplayName("1.4 versions: pages in place are told with their run in 4.17 to 5.4")
    @ParameterizedTest(name = "1.4 on {0} [{1}] returns {2}, statuses {3}")
    @CsvSource(delimiter = '|', textBlock = """
            4.17 | g@1>1             | 0 | ·
            4.17 | g@1>1 g@1>1       | 0 | · ·
            5.4  | g@1>1 g@2>2       | 0 | 1 ·
            4.17 | g>1 g@1>1         | 0 | 1 1
            4.17 | g@1>1 g>1         | 0 | 1 1
            4.17 | g@1>1 hole>1 g@1>1 | 0 | 1 -EFAULT ·
            4.17 | g>1 P>1 g@1>1     | 1 | · · ·
            4.17 | g@1>1 double>1 g>1 | 0 | 1 -EACCES 1
            5.5  | g@1>1             | 0 | 1
            5.5  | g@1>1 hole>1 g@1>1 | 0 | 1 -EFAULT 1
            """)
    void pagesInPlace(String kernel, String entries, String result, String statuses) {
        assertThat(PageBatch.on(kernel).move(entries)).isEqualTo(new Outcome(result, statuses));
    }

    @Test
    @DisplayName("1.4 statuses that cannot be written are EFAULT, and the page has moved")
    void unwritableStatus() {
        PageBatch batch = PageBatch.on("6.12");
        long page = batch.kinds.address("g", 0);

        assertThat(new RawCalls(batch.process).movePages(0, 1, longs(page), ints(1), WILD, MOVE)).isEqualTo("-EFAULT");
        assertThat(new RawCalls(batch.process).query(0, page)).isEqualTo(new Outcome("0", "1"));
        assertThat(new RawCalls(batch.process).movePages(0, 1, longs(page), ints(2), NULL, MOVE)).isEqualTo("-EFAULT");
        MemorySegment readOnly = ints(7).asReadOnly();
        assertThat(new RawCalls(batch.process).movePages(0, 1, longs(page), ints(3), readOnly, MOVE))
                .isEqualTo("-EFAULT");
    }

    @Test
    @DisplayName("1.4 addresses readable up to 20 of 40: EFAULT, 20 pages moved and told")
    void readableInPart() {
        PageBatch batch = PageBatch.on("6.12");
        MemoryRange memory = batch.process.map(40 * 4096);
        batch.process.place(memory, 0);
        long[] pages = LongStream.range(0, 20).map(i -> memory.start() + i * 4096).toArray();
        int[] nodes = new int[40];
        Arrays.fill(nodes, 1);
        MemorySegment status = ints(filled(40));

        String result = new RawCalls(batch.process).movePages(0, 40, longs(pages), ints(nodes), status, MOVE);

        assertThat(result).isEqualTo("-EFAULT");
        for (int i = 0; i < 40; i++) {
            assertThat(status.getAtIndex(ValueLayout.JAVA_INT, i)).isEqualTo(i < 20 ? 1 : Outcome.UNWRITTEN);
            int entry = Core.of(batch.process).requireSpace().table.entry(memory.start() / 4096 + i);
            assertThat(Pte.node(entry)).isEqualTo(i < 20 ? 1 : 0);
        }
    }

    @Test
    @DisplayName("1.4 a full target is ENOMEM: no status of the run, and the pages that found room have moved")
    void aFullTarget() {
        PageBatch batch = PageBatch.on("6.12");
        MemoryRange memory = batch.process.map(20_000 * 4096L);
        batch.process.place(memory, 0);
        batch.machine.fill(2, 992 * 4096);
        long[] pages = LongStream.range(0, 20_000).map(i -> memory.start() + i * 4096).toArray();
        int[] nodes = new int[20_000];
        Arrays.fill(nodes, 2);

        Outcome outcome = new RawCalls(batch.process).movePages(0, pages, nodes, MOVE);

        assertThat(outcome.result()).isEqualTo("-ENOMEM");
        assertThat(outcome.statuses().replace(" ", "")).isEqualTo("·".repeat(20_000));
        assertThat(batch.machine.freeBytes(2)).isZero();
        assertThat(onNode(batch, memory, 2)).isEqualTo(992);
    }

    @Test
    @DisplayName("1.4 targets in turn, one of them full: exact up to the run that failed")
    void aFullTargetInTurn() {
        PageBatch batch = PageBatch.on("6.12");
        batch.machine.fill(2, 2 * 4096);

        assertThat(batch.move("g>2 g>3 g>2 g>3 g>2 g>3 g>2")).isEqualTo(new Outcome("-ENOMEM", "2 3 2 3 · · ·"));
        assertThat(batch.places()).isEqualTo("2 3 2 3 0 0 0");
    }

    private static long onNode(PageBatch batch, MemoryRange memory, int node) {
        AddressSpace space = Core.of(batch.process).requireSpace();
        return LongStream.range(memory.start() / 4096, memory.end() / 4096)
                .filter(page -> space.table.entry(page) == Pte.plain(node))
                .count();
    }

    @Test
    @DisplayName("1.4 a call moves whole page tables as it moves single pages")
    void longRuns() {
        PageBatch batch = PageBatch.on("6.12");
        MemoryRange memory = batch.process.map(3000 * 4096L);
        batch.process.place(memory, 0);
        long free = batch.machine.freeBytes(0);
        long[] pages = LongStream.range(0, 3000).map(i -> memory.start() + i * 4096).toArray();
        int[] nodes = new int[3000];
        for (int i = 0; i < 3000; i++) {
            nodes[i] = i < 1500 ? 1 : 2;
        }

        Outcome outcome = new RawCalls(batch.process).movePages(0, pages, nodes, MOVE);

        assertThat(outcome).isEqualTo(new Outcome("0", "1 ".repeat(1500) + "2 ".repeat(1500).stripTrailing()));
        assertThat(onNode(batch, memory, 1)).isEqualTo(1500);
        assertThat(onNode(batch, memory, 2)).isEqualTo(1500);
        assertThat(batch.machine.freeBytes(0)).isEqualTo(free + 3000 * 4096L);
    }
}
