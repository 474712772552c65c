package io.numamigrator.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.numamigrator.Errno;
import io.numamigrator.MemoryRange;
import io.numamigrator.MoveResult;
import io.numamigrator.NodeSet;
import io.numamigrator.NumaMigrator;
import io.numamigrator.Placement;
import io.numamigrator.sim.fixture.Census;
import io.numamigrator.sim.fixture.RawCalls;
import io.numamigrator.sim.syscall.MovePages;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS 11.1: pages that leave a full node may make room there at once or late. */
class VacancyTest {

    private static final long GIB = 1L << 30;
    private static final int PAGES = 8000;

    private final SimulatedMachine machine = SimulatedMachine.builder().nodes(3, GIB).kernel("6.12").build();
    private final SimulatedProcess process = machine.process();
    private final NumaMigrator numa = machine.migrator();
    private final MemoryRange here = process.map(PAGES * 4096L);
    private final MemoryRange there = process.map(PAGES * 4096L);

    private void fillNodeOne(Vacancy vacancy) {
        process.place(here, 1);
        process.place(there, 0);
        machine.fill(1, 0, vacancy);
    }

    private static MemoryRange first(MemoryRange range, int pages) {
        return new MemoryRange(range.start(), pages * 4096L);
    }

    private long comeAfter(int left) {
        numa.move(Placement.of(first(here, left), 2)).orThrow();
        assertThat(machine.freeBytes(1)).as("the kernel tells of what left").isEqualTo(left * 4096L);
        MoveResult result = numa.move(Placement.of(first(there, left), 1));
        assertThat(result.moved() + result.report().refused(Errno.ENOMEM)).isEqualTo(left);
        assertThat(machine.freeBytes(1)).isEqualTo((left - result.moved()) * 4096L);
        return result.moved();
    }

    @ParameterizedTest(name = "{0}: after {1} pages left a full node, {2} of as many come")
    @CsvSource({"LATE,1,0", "LATE,1000,0", "LATE,2000,0", "LATE,3999,0", "LATE,4000,4000", "LATE,8000,8000",
        "AT_ONCE,1,1",
        "AT_ONCE,2000,2000", "AT_ONCE,4000,4000"})
    void pagesComeAsOthersHaveLeft(Vacancy vacancy, int left, long come) {
        fillNodeOne(vacancy);
        assertThat(comeAfter(left)).isEqualTo(come);
    }

    @Test
    void withoutAWordItIsTheConservativeOutcome() {
        process.place(here, 1);
        process.place(there, 0);
        machine.fill(1, 0);
        assertThat(comeAfter(2000)).isZero();
    }

    @Test
    void onceEnoughHasLeftRoomIsMadeAtOnceAgain() {
        fillNodeOne(Vacancy.LATE);
        assertThat(comeAfter(4000)).isEqualTo(4000);
        numa.move(Placement.of(first(there, 10), 0)).orThrow();
        assertThat(numa.move(Placement.of(first(there, 10), 1)).moved()).isEqualTo(10);
    }

    @Test
    void aNodeWithRoomEnoughIsNotFull() {
        process.place(here, 1);
        machine.fill(1, 5000 * 4096L);
        numa.move(Placement.of(first(here, 100), 2)).orThrow();
        assertThat(numa.move(Placement.of(first(here, 100), 1)).moved()).isEqualTo(100);
        assertThat(machine.freeBytes(1)).isEqualTo(5000 * 4096L);
    }

    @ParameterizedTest(name = "what leaves by {0} waits as well")
    @ValueSource(strings = {"unmap", "discard", "migrate", "mbind"})
    void allThatLeavesWaits(String by) {
        fillNodeOne(Vacancy.LATE);
        MemoryRange some = first(here, 1000);
        switch (by) {
            case "unmap" -> process.unmap(some);
            case "discard" -> process.discard(some);
            case "migrate" -> {
                process.discard(new MemoryRange(here.start() + 1000 * 4096L, (PAGES - 1000) * 4096L));
                machine.fill(1, 0);
                assertThat(new RawCalls(process).migratePages(0, "1", "2")).isEqualTo("0");
            }
            default -> assertThat(new RawCalls(process).mbind(some.start(), some.bytes(), 2, "2", MovePages.MOVE))
                    .isEqualTo("0");
        }
        assertThat(numa.move(Placement.of(first(there, 100), 1)).moved()).isZero();
        assertThat(Census.of(machine).unaccounted(0)).isZero();
    }

    @Test
    void aBusyPageTakesNoRoomForGood() {
        process.place(there, 0);
        machine.fill(1, 100 * 4096L);
        process.pin(first(there, 1));
        for (int i = 0; i < 200; i++) {
            assertThat(numa.move(Placement.of(first(there, 1), 1)).moved()).isZero();
        }
        assertThat(numa.move(Placement.of(new MemoryRange(there.start() + 4096, 100 * 4096L), 1)).moved())
                .isEqualTo(100);
    }

    @Test
    void aTouchGetsWhatLeftBeforeMemoryIsOut() {
        fillNodeOne(Vacancy.LATE);
        process.confineTo(NodeSet.of(1));
        process.discard(first(here, 10));
        process.touch(first(here, 10));
        assertThat(numa.locate(List.of(first(here, 10))).bytesOn(1)).isEqualTo(10 * 4096L);
        MemoryRange more = process.map(4096);
        assertThatThrownBy(() -> process.touch(more)).hasMessageContaining("out of memory");
    }
}
