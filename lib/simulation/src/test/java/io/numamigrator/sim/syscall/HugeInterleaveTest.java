package io.numamigrator.sim.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.MemoryRange;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;
import io.numamigrator.sim.fixture.RawCalls;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SEMANTICS 3.1: how huge pages interleave in an area that does not begin at one; mlock cut it after page 120. */
class HugeInterleaveTest {

    private static final int HUGE = 512;

    private SimulatedProcess process;
    private RawCalls calls;
    private MemoryRange memory;

    @BeforeEach
    void boot() {
        boot("6.12");
    }

    private void boot(String kernel) {
        process = SimulatedMachine.fourNodes().toBuilder().kernel(kernel).build().process();
        calls = new RawCalls(process);
        memory = process.mapHuge(4 * HUGE * 4096L);
        process.lock(pages(120, 1));
    }

    private MemoryRange pages(int first, int count) {
        return new MemoryRange(memory.start() + first * 4096L, count * 4096L);
    }

    private String where(int... pages) {
        long[] addresses = Arrays.stream(pages).mapToLong(page -> memory.start() + page * 4096L).toArray();
        return calls.query(process.pid(), addresses).statuses();
    }

    /** Returns the node of nodes 2 and 3 that a number stands for. */
    private static String of(long index) {
        return Long.toString(2 + (index & 1));
    }

    private long place(int page) {
        return memory.start() / 4096 + page;
    }

    @ParameterizedTest(name = "3.1 mode {0} by {1}: a huge page of an area that was cut is dealt as the one before it")
    @CsvSource({"3,set_mempolicy", "3,mbind", "6,set_mempolicy", "6,mbind"})
    void aTouchedHugePageIsDealtByTwoRoundedPlaces(int mode, String call) {
        if (call.equals("mbind")) {
            calls.mbind(memory.start() + 121 * 4096, (4 * HUGE - 121) * 4096L, mode, "2-3", 0);
        } else {
            calls.setMempolicy(mode, "2-3");
        }
        process.touch(pages(HUGE, HUGE));
        process.touch(pages(2 * HUGE, HUGE));
        process.touch(pages(3 * HUGE, HUGE));
        process.touch(pages(121, 2));

        long first = place(0) / HUGE;
        assertThat(where(HUGE, 2 * HUGE, 3 * HUGE)).isEqualTo(of(first) + " " + of(first + 1) + " " + of(first + 2));
        assertThat(where(121, 122)).isEqualTo(of(place(121)) + " " + of(place(122)));
    }

    @ParameterizedTest(name = "3.1 on {0} mbind to mode {1} deals base pages behind a huge one {2} later")
    @CsvSource({"6.12,3,-1", "6.12,6,-1", "7.3,3,-1", "6.1,3,0", "5.10,3,0"})
    void theFirstHugePageOfACallShiftsAll(String kernel, int mode, int shift) {
        boot(kernel);
        process.lock(pages(3 * HUGE - 1, 1));
        process.touch(pages(HUGE, HUGE));
        process.touch(pages(2 * HUGE, 3));

        assertThat(calls.mbind(memory.start() + 121 * 4096, (3 * HUGE - 1 - 121) * 4096L, mode, "2-3", MovePages.MOVE))
                .isEqualTo("0");

        assertThat(where(HUGE)).isEqualTo(of(place(0) / HUGE));
        long next = place(2 * HUGE) + shift;
        assertThat(where(2 * HUGE, 2 * HUGE + 1, 2 * HUGE + 2))
                .isEqualTo(of(next) + " " + of(next + 1) + " " + of(next + 2));
    }
}
