package io.numamigrator.sim.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.MemoryRange;
import io.numamigrator.sim.Core;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;
import io.numamigrator.sim.fixture.Outcome;
import io.numamigrator.sim.fixture.RawCalls;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS 1.9: callers of 32 bits on a kernel of 64. */
class CompatTest {

    private static final int PAGES = 48;
    private static final long LOW = 0x1000_0000L;

    /** Start a 32-bit process with 48 pages, page i on node i mod 4. */
    private static RawCalls boot(String kernel) {
        SimulatedProcess process = SimulatedMachine.fourNodes().toBuilder().kernel(kernel).build().process();
        Core.of(process).be32Bit();
        process.adopt(new MemoryRange(LOW, PAGES * 4096L));
        for (int i = 0; i < PAGES; i++) {
            process.place(new MemoryRange(LOW + i * 4096L, 4096), i % 4);
        }
        return new RawCalls(process);
    }

    private static MemorySegment addresses(int count) {
        return RawCalls.ints(IntStream.range(0, count).map(i -> (int) (LOW + i * 4096L)).toArray());
    }

    private static Outcome query(RawCalls calls, int count, int passed) {
        MemorySegment status = RawCalls.ints(RawCalls.filled(count));
        long result = calls.kernel.movePages(calls.frame(), 0, count, addresses(passed), RawCalls.NULL, status, 0);
        return Outcome.of(result, status.toArray(ValueLayout.JAVA_INT));
    }

    private static Outcome moveToNode3(RawCalls calls, int count, int passed) {
        MemorySegment status = RawCalls.ints(RawCalls.filled(count));
        int[] nodes = new int[count];
        Arrays.fill(nodes, 3);
        long result = calls.kernel.movePages(calls.frame(), 0, count, addresses(passed), RawCalls.ints(nodes), status,
                MovePages.MOVE);
        return Outcome.of(result, status.toArray(ValueLayout.JAVA_INT));
    }

    private static String nodesOf(IntStream pages) {
        return pages.mapToObj(page -> Integer.toString(page % 4)).collect(Collectors.joining(" "));
    }

    @ParameterizedTest(name = "1.9 a 32-bit query on {0} reads its addresses one by one")
    @ValueSource(strings = {"2.6.18", "3.10", "5.10", "5.14", "6.16", "6.16.12", "6.17", "6.18", "7.3"})
    void queriesAreRight(String kernel) {
        RawCalls calls = boot(kernel);
        assertThat(query(calls, 40, 40)).isEqualTo(new Outcome("0", nodesOf(IntStream.range(0, 40))));
    }

    @ParameterizedTest(name = "1.9 a 32-bit query on {0} goes wrong from entry 16 on")
    @ValueSource(strings = {"5.15", "6.1", "6.1.192", "6.12", "6.12.117", "6.15"})
    void queriesSkipAddresses(String kernel) {
        RawCalls calls = boot(kernel);
        assertThat(query(calls, 16, 16)).isEqualTo(new Outcome("0", nodesOf(IntStream.range(0, 16))));
        IntStream read = IntStream.concat(IntStream.range(0, 16), IntStream.range(32, 48));
        assertThat(query(calls, 32, 48)).isEqualTo(new Outcome("0", nodesOf(read)));
    }

    @Test
    @DisplayName("1.9 a 32-bit query that goes wrong runs off the end of its array")
    void queriesRunOffTheEnd() {
        RawCalls calls = boot("6.12");
        Outcome outcome = query(calls, 32, 32);
        assertThat(outcome.result()).isEqualTo("-EFAULT");
        assertThat(outcome.statuses()).startsWith(nodesOf(IntStream.range(0, 16)) + " ·").endsWith("· ·");
    }

    @ParameterizedTest(name = "1.9 a 32-bit move on {0}: {1}")
    @CsvSource({"5.10,3 3 3 3", "5.14,3 3 3 3", "5.15,-EFAULT -EFAULT -EFAULT -EFAULT",
        "6.6,-EFAULT -EFAULT -EFAULT -EFAULT", "6.1,3 3 3 3", "6.1.192,3 3 3 3", "6.7,3 3 3 3", "6.12,3 3 3 3",
        "7.3,3 3 3 3"})
    void moves(String kernel, String statuses) {
        RawCalls calls = boot(kernel);
        assertThat(moveToNode3(calls, 4, 8)).isEqualTo(new Outcome("0", statuses));
    }

    @Test
    @DisplayName("1.9 a 32-bit move that goes wrong reads twice the array")
    void movesRunOffTheEnd() {
        RawCalls calls = boot("6.6");
        assertThat(moveToNode3(calls, 4, 4)).isEqualTo(new Outcome("-EFAULT", "-EFAULT -EFAULT · ·"));
    }
}
