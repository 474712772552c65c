package io.numamigrator.sim.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.sim.Core;
import io.numamigrator.sim.fault.ProcessMemory;
import io.numamigrator.sim.fixture.Outcome;
import io.numamigrator.sim.fixture.PageBatch;
import io.numamigrator.sim.fixture.RawCalls;
import io.numamigrator.sim.mm.FileSystem;
import io.numamigrator.sim.mm.SimulatedFile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SEMANTICS 1.7: the same page twice, and several addresses of one folio. */
class DuplicatesTest {

    @ParameterizedTest(name = "1.7 [{0}] returns {1}, statuses {2}, pages on {3}")
    @CsvSource(delimiter = '|', textBlock = """
            x>1 x>1 y>1     | 0 | 1 -EBUSY 1 | 1 1 1
            x>3 y>3 x>3     | 0 | 3 3 -EBUSY | 3 3 3
            x>1 x>2         | 0 | 1 2        | 2 2
            """)
    void aPageNamedTwice(String entries, String result, String statuses, String places) {
        for (String kernel : new String[] {"6.1", "6.12", "6.18"}) {
            PageBatch batch = PageBatch.on(kernel);
            assertThat(batch.move(entries)).as(kernel).isEqualTo(new Outcome(result, statuses));
            assertThat(batch.places()).as(kernel).isEqualTo(places);
        }
    }

    @Test
    @DisplayName("1.7 a page named twice in a query")
    void aQueryTwice() {
        assertThat(PageBatch.on("6.12").query("x x")).isEqualTo(new Outcome("0", "0 0"));
    }

    @DisplayName("12 the same page several times: on 5.10 one that has just moved is busy, unless it is in place")
    @ParameterizedTest(name = "12 on {0} [{1}] has statuses {2}, ends on {3}")
    @CsvSource(delimiter = '|', textBlock = """
            5.10 | x>0 x>1 x>3 x>0             | 0 1 -EBUSY -EBUSY            | 1
            6.1  | x>0 x>1 x>3 x>0             | 0 1 3 0                      | 0
            6.12 | x>0 x>1 x>3 x>0             | 0 1 3 0                      | 0
            7.3  | x>0 x>1 x>3 x>0             | 0 1 3 0                      | 0
            5.10 | x@1>0 x>1 x>2 x>0           | 0 -EBUSY -EBUSY 0            | 0
            5.10 | x>1 x>2                     | 1 -EBUSY                     | 1
            5.10 | x>1 x>0 x>1 x>0 x>1 x>0     | 1 -EBUSY 1 -EBUSY 1 -EBUSY   | 1
            5.10 | x>0 x>0 x>1 x>2             | 0 0 1 -EBUSY                 | 1
            5.10 | x>1 x>1 x>2 x>2 x>3         | 1 -EBUSY -EBUSY -EBUSY -EBUSY | 1
            5.12 | x>1 x>2                     | 1 -EBUSY                     | 1
            5.13 | x>1 x>2                     | 1 2                          | 2
            """)
    void onePageSeveralTimes(String kernel, String entries, String statuses, String end) {
        PageBatch batch = PageBatch.on(kernel);
        assertThat(batch.move(entries)).isEqualTo(new Outcome("0", statuses));
        assertThat(batch.places().substring(0, 1)).isEqualTo(end);
    }

    @ParameterizedTest(name = "12 on 5.10, {0} pages moved in between: status {1}")
    @CsvSource({"1, -EBUSY -EBUSY", "13, -EBUSY -EBUSY", "14, 2 -EBUSY", "15, 2 -EBUSY", "20, 2 -EBUSY"})
    void fifteenPagesAreOnesOwnNoMore(int between, String statuses) {
        PageBatch batch = PageBatch.on("5.10");
        assertThat(batch.move("x>1 " + "g>1 ".repeat(between) + "x>2 x>3").statuses())
                .isEqualTo("1 " + "1 ".repeat(between) + statuses);
    }

    @ParameterizedTest(name = "1.7 on {0} a repetition in the same chunk is -EBUSY")
    @CsvSource({"2.6.18", "2.6.29", "3.10", "4.3"})
    void repetitionsInAChunk(String kernel) {
        PageBatch batch = PageBatch.on(kernel);
        assertThat(batch.move("x>1 x>1 y>1 x>2")).isEqualTo(new Outcome("0", "1 -EBUSY 1 -EBUSY"));
        assertThat(batch.places()).isEqualTo("1 1 1 1");
    }

    private static PageBatch withHuge(String kernel) {
        PageBatch batch = PageBatch.on(kernel);
        long head = batch.kinds.huge(0).start();
        return batch.name("head", head).name("tail1", head + 4096).name("tail2", head + 8192);
    }

    @ParameterizedTest(name = "1.7 THP [{0}] returns {1}, statuses {2}, pages on {3}")
    @CsvSource(delimiter = '|', textBlock = """
            head>3 tail1>3 tail2>3 | 0 | 3 -EBUSY 3 | 3 3 3
            head>0 tail1>1         | 0 | 0 1        | 1 1
            tail2>2                | 0 | 2          | 2
            """)
    void addressesOfAHugePage(String entries, String result, String statuses, String places) {
        for (String kernel : new String[] {"6.1", "6.12"}) {
            PageBatch batch = withHuge(kernel);
            assertThat(batch.move(entries)).as(kernel).isEqualTo(new Outcome(result, statuses));
            assertThat(batch.places()).as(kernel).isEqualTo(places);
        }
    }

    @Test
    @DisplayName("1.7 all 512 pages of a THP: status[1] is -EBUSY, the others are the node")
    void allAddressesOfAHugePage() {
        PageBatch batch = PageBatch.on("6.12");
        long head = batch.kinds.huge(0).start();
        long[] pages = new long[512];
        int[] nodes = new int[512];
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 512; i++) {
            pages[i] = head + i * 4096L;
            nodes[i] = 2;
            expected.add(i == 1 ? "-EBUSY" : "2");
        }

        Outcome outcome = new RawCalls(batch.process).movePages(0, pages, nodes, MovePages.MOVE);

        assertThat(outcome).isEqualTo(new Outcome("0", String.join(" ", expected)));
    }

    @Test
    @DisplayName("1.7 a pinned THP: one folio failed, one entry not attempted")
    void aPinnedHugePage() {
        PageBatch batch = PageBatch.on("6.12");
        var huge = batch.kinds.huge(0);
        batch.process.pin(huge);
        batch.name("head", huge.start()).name("tail1", huge.start() + 4096).name("tail2", huge.start() + 8192);

        assertThat(batch.move("head>1 tail1>1 tail2>1")).isEqualTo(new Outcome("2", "· -EBUSY ·"));
    }

    @Test
    @DisplayName("1.7 a KSM page at two addresses: shared under MOVE, busy the second time under MOVE_ALL")
    void aMergedPage() {
        PageBatch batch = PageBatch.on("6.12");
        var two = batch.process.map(8192);
        batch.process.place(two, 0);
        batch.process.merge(two);
        batch.name("one", two.start()).name("other", two.start() + 4096);

        assertThat(batch.move("one>1 other>1")).isEqualTo(new Outcome("0", "-EACCES -EACCES"));
        assertThat(batch.move("one>1 other>1", MovePages.MOVE_ALL)).isEqualTo(new Outcome("0", "1 -EBUSY"));
    }

    @DisplayName("1.5 and 1.7 hugetlb: head and three tails")
    @ParameterizedTest(name = "1.7 on {0} hugetlb head and 3 tails: {1}")
    @CsvSource({"5.10,1 -EACCES 1 1", "6.1,1 -EACCES 1 1", "6.12,1 -EBUSY 1 1", "6.18,1 -EBUSY 1 1"})
    void addressesOfAHugetlbPage(String kernel, String statuses) {
        PageBatch batch = PageBatch.on(kernel);
        long head = batch.kinds.address("hugetlb", 0);
        batch.name("head", head).name("t1", head + 4096).name("t2", head + 8192).name("t3", head + 12288);

        assertThat(batch.move("head>1 t1>1 t2>1 t3>1")).isEqualTo(new Outcome("0", statuses));
    }

    @DisplayName("12 four neighbours of one file on a disk")
    @ParameterizedTest(name = "12 on {0}: shared mapping {1}, private mapping of a file that is mapped elsewhere {2}")
    @CsvSource({
        "6.12, 1 1 1 1, -EACCES -EACCES -EACCES -EACCES",
        "6.16, 1 -EBUSY 1 1, 1 -EBUSY 1 1",
        "7.3, 1 -EBUSY 1 1, 1 -EBUSY 1 1"})
    void neighboursInAFile(String kernel, String shared, String doubled) {
        assertThat(fourPages(kernel, false)).isEqualTo(new Outcome("0", shared));
        assertThat(fourPages(kernel, true)).isEqualTo(new Outcome("0", doubled));
    }

    private static Outcome fourPages(String kernel, boolean mappedTwice) {
        PageBatch batch = PageBatch.on(kernel);
        SimulatedFile file = new SimulatedFile("/data", FileSystem.DISK);
        ProcessMemory mappings = new ProcessMemory(Core.of(batch.process));
        var memory = mappings.mapFile(file, 0, 4 * 4096, true);
        batch.process.place(memory, 0);
        if (mappedTwice) {
            memory = mappings.mapFile(file, 0, 4 * 4096, false);
            batch.process.read(memory);
        }
        for (int i = 0; i < 4; i++) {
            batch.name("page" + i, memory.start() + i * 4096L);
        }
        return batch.move("page0>1 page1>1 page2>1 page3>1");
    }
}
