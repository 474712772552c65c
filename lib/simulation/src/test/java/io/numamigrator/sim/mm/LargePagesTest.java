package io.numamigrator.sim.mm;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.MemoryRange;
import io.numamigrator.sim.Core;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;
import io.numamigrator.sim.fault.ProcessMemory;
import io.numamigrator.sim.fixture.Outcome;
import io.numamigrator.sim.fixture.PageBatch;
import io.numamigrator.sim.fixture.RawCalls;
import io.numamigrator.sim.machine.HugetlbPool;
import io.numamigrator.sim.syscall.MovePages;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SEMANTICS 1.8: transparent huge pages and hugetlb pages. */
class LargePagesTest {

    private static final long HUGE = 2L << 20;

    @ParameterizedTest(name = "1.8 on {0} any address of a THP moves {1} base pages")
    @CsvSource({"2.6.38,1", "3.10,1", "4.3,1", "4.14,512", "6.1,512", "6.12,512"})
    void aHugePageMovesWhole(String kernel, long moved) {
        PageBatch batch = PageBatch.on(kernel);
        MemoryRange huge = batch.kinds.huge(0);
        long free = batch.machine.freeBytes(1);
        batch.name("tail", huge.start() + 77 * 4096);

        assertThat(batch.move("tail>1")).isEqualTo(new Outcome("0", "1"));
        assertThat(free - batch.machine.freeBytes(1)).isEqualTo(moved * 4096);
    }

    @Test
    @DisplayName("1.8 before 2.6.38 there are no huge pages")
    void noHugePages() {
        PageBatch batch = PageBatch.on("2.6.29");
        batch.kinds.huge(0);
        assertThat(batch.move("thp-tail>1")).isEqualTo(new Outcome("0", "1"));
        assertThat(4L << 30).isEqualTo(batch.machine.freeBytes(1) + 4096);
    }

    @ParameterizedTest(name = "1.8 on {0} with room for 100 base pages a huge page is split: {1}; parts 0 1 100 101 411 412 413 511 are on {2}")
    @CsvSource({"5.10,-ENOMEM,1 0 0 0 0 0 1 1", "6.1,-ENOMEM,0 0 0 0 0 1 1 1", "6.12,1,0 0 0 0 0 1 1 1",
        "6.18,1,0 1 1 0 0 0 0 0"})
    void splitForWantOfRoom(String kernel, String result, String places) {
        PageBatch batch = PageBatch.on(kernel);
        MemoryRange huge = batch.kinds.huge(0);
        batch.machine.fill(1, 100 * 4096);
        StringBuilder parts = new StringBuilder();
        for (int part : new int[] {0, 1, 100, 101, 411, 412, 413, 511}) {
            batch.name("p" + part, huge.start() + part * 4096L);
            parts.append(" p").append(part);
        }

        assertThat(batch.move("p0>1")).isEqualTo(new Outcome(result, "·"));
        batch.query(parts.toString().strip());
        assertThat(batch.places()).isEqualTo(places);
    }

    @Test
    @DisplayName("1.8 a shared huge page without room is split, too")
    void splitASharedPage() {
        PageBatch batch = PageBatch.on("6.12");
        MemoryRange huge = batch.kinds.huge(0);
        SimulatedProcess child = batch.process.fork();
        batch.machine.fill(1, 100 * 4096);
        batch.name("head", huge.start()).name("p100", huge.start() + 100 * 4096);

        assertThat(batch.move("head>1", MovePages.MOVE_ALL)).isEqualTo(new Outcome("1", "·"));
        assertThat(new RawCalls(child).query(0, huge.start() + 411 * 4096, huge.start() + 412 * 4096))
                .isEqualTo(new Outcome("0", "0 1"));
        child.exit();
        assertThat(batch.move("p100>2")).isEqualTo(new Outcome("0", "2"));
    }

    @ParameterizedTest(name = "1.8 on {0} a THP mapped in part: status {1}, then its untouched page is {2}, its written one {3}")
    @CsvSource({"6.1,1,1,1", "6.12,1,-EFAULT,1", "6.18,1,-EFAULT,1"})
    void aHugePageMappedInPart(String kernel, String status, String untouched, String written) {
        PageBatch batch = PageBatch.on(kernel);
        MemoryRange huge = batch.process.mapHuge(HUGE);
        batch.process.place(new MemoryRange(huge.start(), 8 * 4096), 0);
        batch.process.unmap(new MemoryRange(huge.start() + HUGE / 2, HUGE / 2));
        batch.name("head", huge.start()).name("quiet", huge.start() + 100 * 4096).name("other", huge.start() + 4096);

        assertThat(batch.move("head>1")).isEqualTo(new Outcome("0", status));
        assertThat(batch.query("quiet other")).isEqualTo(new Outcome("0", untouched + " " + written));
    }

    @Test
    @DisplayName("1.8 a huge page mapped in part keeps all its memory until it is split")
    void memoryOfAPartlyMappedHugePage() {
        PageBatch batch = PageBatch.on("6.1");
        long free = batch.machine.freeBytes(0);
        MemoryRange huge = batch.kinds.huge(0);
        batch.process.unmap(new MemoryRange(huge.start() + HUGE / 2, HUGE / 2));
        assertThat(free - batch.machine.freeBytes(0)).isEqualTo(HUGE);
        batch.process.unmap(new MemoryRange(huge.start(), HUGE / 2));
        assertThat(batch.machine.freeBytes(0)).isEqualTo(free);
    }

    @Test
    @DisplayName("1.8 a THP shared with a child is EACCES under MOVE, and moves whole under MOVE_ALL")
    void aSharedHugePage() {
        PageBatch batch = PageBatch.on("6.12");
        MemoryRange huge = batch.kinds.huge(0);
        SimulatedProcess child = batch.process.fork();
        batch.name("head", huge.start());

        assertThat(batch.move("head>1")).isEqualTo(new Outcome("0", "-EACCES"));
        assertThat(batch.move("head>1", MovePages.MOVE_ALL)).isEqualTo(new Outcome("0", "1"));
        assertThat(new RawCalls(child).query(0, huge.start() + HUGE - 1)).isEqualTo(new Outcome("0", "1"));
    }

    @Test
    @DisplayName("1.8 hugetlb moves into the target's pool, which grows if it has no free page; the source gives one up")
    void hugetlbPools() {
        SimulatedMachine machine = SimulatedMachine.fourNodes().toBuilder().kernel("6.12").build();
        machine.hugetlbPages(0, 2);
        machine.hugetlbPages(3, 1);
        PageBatch batch = new PageBatch(machine);
        ProcessMemory mappings = new ProcessMemory(Core.of(batch.process));
        SimulatedFile file = new SimulatedFile("/anon_hugepage (deleted)", FileSystem.SHMEM);
        MemoryRange two = mappings.mapBacking(new Backing.Hugetlb(file), 0, 2 * HUGE, false, "");
        batch.process.place(two, 0);
        batch.name("one", two.start()).name("two", two.start() + HUGE);

        assertThat(batch.move("one>2 two>3")).isEqualTo(new Outcome("0", "2 3"));
        assertThat(pools(machine)).isEqualTo("0: 1 of 1 free, 2: 0 of 1 free, 3: 0 of 1 free");
    }

    private static String pools(SimulatedMachine machine) {
        return pool(machine, 0) + ", " + pool(machine, 2) + ", " + pool(machine, 3);
    }

    private static String pool(SimulatedMachine machine, int node) {
        HugetlbPool pool = Core.of(machine).node(node).hugetlb;
        return node + ": " + pool.free() + " of " + pool.total() + " free";
    }

    @ParameterizedTest(name = "1.4 versions: on {0} a pinned THP counts {1}")
    @CsvSource({"5.10,1", "6.12,1"})
    void aPinnedHugePageCountsOnce(String kernel, String result) {
        PageBatch batch = PageBatch.on(kernel);
        MemoryRange huge = batch.kinds.huge(0);
        batch.process.pin(huge);
        batch.name("head", huge.start());
        Outcome outcome = batch.move("head>1");
        // 5.10 adds n - i - 1, which is -1 here: seen as well with small pages.
        assertThat(outcome.result()).isEqualTo(kernel.equals("5.10") ? "0" : result);
        assertThat(outcome.statuses()).isEqualTo("·");
    }

    @ParameterizedTest(name = "1.5 note: on {0} a THP of which the child maps {1} is {2} at its head")
    @CsvSource({
        "6.1, all, -EACCES",
        "6.1, the second half, 1",
        "6.12, all, -EACCES",
        "6.12, the second half, -EACCES",
        "6.18, the second half, -EACCES"})
    void whetherALargeFolioIsShared(String kernel, String part, String status) {
        PageBatch batch = PageBatch.on(kernel);
        MemoryRange huge = batch.kinds.huge(0);
        SimulatedProcess child = batch.process.fork();
        if (!part.equals("all")) {
            child.unmap(new MemoryRange(huge.start(), HUGE / 2));
        }
        batch.name("head", huge.start());
        assertThat(batch.move("head>1").statuses()).isEqualTo(status);
    }

    @Test
    @DisplayName("1.5 note: from 6.15 on a large folio is one process's own again when its sharer has gone")
    void aFolioIsOwnAgain() {
        PageBatch batch = PageBatch.on("6.18");
        MemoryRange huge = batch.kinds.huge(0);
        batch.process.fork().exit();
        batch.name("head", huge.start());
        assertThat(batch.move("head>1")).isEqualTo(new Outcome("0", "1"));
    }

    @Test
    @DisplayName("1.5 note: from 6.15 on it stays shared if the first two of three have gone and the third maps single pages")
    void theThirdIsNotRemembered() {
        PageBatch batch = PageBatch.on("6.18");
        MemoryRange huge = batch.kinds.huge(0);
        SimulatedProcess second = batch.process.fork();
        SimulatedProcess third = batch.process.fork();
        third.unmap(new MemoryRange(huge.start(), 4096));
        batch.process.unmap(huge);
        second.exit();
        Outcome outcome = new RawCalls(third)
                .movePages(0, new long[] {huge.start() + 4096}, new int[] {1}, MovePages.MOVE);
        assertThat(outcome).isEqualTo(new Outcome("0", "-EACCES"));
    }
}
