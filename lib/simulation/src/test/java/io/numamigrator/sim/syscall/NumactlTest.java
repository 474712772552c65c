package io.numamigrator.sim.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.MemoryRange;
import io.numamigrator.MoveResult;
import io.numamigrator.NodeSet;
import io.numamigrator.NumaMigrator;
import io.numamigrator.Placement;
import io.numamigrator.sim.Core;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;
import io.numamigrator.sim.fixture.Outcome;
import io.numamigrator.sim.fixture.RawCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SEMANTICS 7.4: numactl's own tests of placement. */
class NumactlTest {

    private static final int PAGE = 4096;
    private static final int PAGES = 16;

    private final SimulatedMachine machine = SimulatedMachine.fourNodes();
    private final SimulatedProcess process = machine.process();
    private final RawCalls calls = new RawCalls(process);

    private static long[] pages(long start, int count) {
        return IntStream.range(0, count).mapToLong(i -> start + (long) i * PAGE).toArray();
    }

    @ParameterizedTest(name = "7.4/move_pages on {0} with flags 0: page i to node i mod 4, the untouched page 2 is {1}")
    @CsvSource({"6.12,-ENOENT", "6.1,-EFAULT", "4.2,-ENOENT"})
    void movePages(String kernel, String untouched) {
        SimulatedProcess old = SimulatedMachine.fourNodes().toBuilder().kernel(kernel).build().process();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate((long) PAGES * PAGE, PAGE);
            old.adopt(new MemoryRange(memory.address(), memory.byteSize()));
            for (int i = 0; i < PAGES; i++) {
                if (i != 2) {
                    memory.set(ValueLayout.JAVA_INT, (long) i * PAGE, i);
                    old.touch(new MemoryRange(memory.address() + (long) i * PAGE, PAGE));
                }
            }
            int[] nodes = IntStream.range(0, PAGES).map(i -> i % 4).toArray();
            String expected = "0 1 " + untouched + " 3 " + "0 1 2 3 ".repeat(3).stripTrailing();

            Outcome outcome = new RawCalls(old).movePages(0, pages(memory.address(), PAGES), nodes, 0);

            assertThat(outcome).isEqualTo(new Outcome("0", expected));
            assertThat(IntStream.range(0, PAGES).map(i -> memory.get(ValueLayout.JAVA_INT, (long) i * PAGE)))
                    .containsExactly(0, 1, 0, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
        }
    }

    @Test
    @DisplayName("7.4/migrate_pages all to node 1, then node 1 to node 0: all on 0")
    void migratePages() {
        MemoryRange memory = process.map(PAGES * PAGE);
        process.touch(memory);
        NumaMigrator numa = machine.migrator();
        MoveResult there = numa.move(Placement.of(pages(memory.start(), PAGES), filled(1)));
        assertThat(there.isComplete()).isTrue();
        assertThat(calls.migratePages(0, "1", "0")).isEqualTo("0");
        assertThat(calls.query(0, pages(memory.start(), PAGES)).statuses()).isEqualTo("0 ".repeat(PAGES).strip());
    }

    private static int[] filled(int node) {
        return IntStream.generate(() -> node).limit(PAGES).toArray();
    }

    @Test
    @DisplayName("7.4/mbind_mig_pages pages on 0, bound to 0, then to 1 with MOVE and STRICT: all on 1")
    void mbindMigratesPages() {
        MemoryRange memory = process.map(PAGES * PAGE);
        process.place(memory, 0);
        for (String node : new String[] {"0", "1"}) {
            assertThat(calls.mbind(memory.start(), memory.bytes(), 2, node, 3)).isEqualTo("0");
        }
        assertThat(calls.query(0, pages(memory.start(), PAGES)).statuses()).isEqualTo("1 ".repeat(PAGES).strip());
    }

    @Test
    @DisplayName("7.4/distance each node is 10 from itself, and distances are the same both ways")
    void distances() {
        for (SimulatedMachine each : new SimulatedMachine[] {machine, SimulatedMachine.tiered(),
            SimulatedMachine.eightSockets()}) {
            for (int a : Core.of(each).online()) {
                assertThat(Core.of(each).spec().distance(a, a)).isEqualTo(10);
                for (int b : Core.of(each).online()) {
                    assertThat(Core.of(each).spec().distance(a, b)).isEqualTo(Core.of(each).spec().distance(b, a));
                }
            }
        }
    }

    @Test
    @DisplayName("7.4/nodemap every CPU is in the list of its node and of no other")
    void nodesOfCpus() {
        for (int cpu = 0; cpu < Core.of(machine).cpuCount(); cpu++) {
            for (int node : Core.of(machine).online()) {
                assertThat(Core.of(machine).node(node).hasCpu(cpu)).isEqualTo(Core.of(machine).nodeOfCpu(cpu) == node);
            }
        }
    }

    @Test
    @DisplayName("7.4/tshared an interleaved area touched by ten children: page k is on node k mod nodes, from where it begins")
    void tshared() {
        MemoryRange memory = process.mapShared(40 * PAGE);
        assertThat(calls.mbind(memory.start(), memory.bytes(), 3, "0-3", 0)).isEqualTo("0");
        for (int i = 0; i < 10; i++) {
            SimulatedProcess child = process.fork();
            for (int k = i; k < 40; k += 10) {
                child.touch(new MemoryRange(memory.start() + (long) k * PAGE, PAGE));
            }
            child.exit();
            child.reap();
        }
        assertThat(calls.migratePages(0, "0", "0")).isEqualTo("0");
        process.read(memory);
        assertThat(calls.query(0, pages(memory.start(), 40)).statuses()).isEqualTo("0 1 2 3 ".repeat(10).strip());
    }

    @Test
    @DisplayName("7.4/tbitmap text to bits and back")
    void bitmaps() {
        for (String text : new String[] {"0", "1,3", "0-63", "5,64-127,1023"}) {
            NodeSet nodes = NodeSet.parse(text);
            assertThat(nodes).hasToString(text);
            assertThat(RawCalls.nodes(RawCalls.mask(text))).isEqualTo(nodes);
        }
    }

    @Test
    @DisplayName("7.4/migspeed bound to one node and touched, bound to another with MOVE: all of it goes")
    void migspeed() {
        MemoryRange memory = process.map(1000 * PAGE);
        assertThat(calls.mbind(memory.start(), memory.bytes(), 2, "2", 0)).isEqualTo("0");
        process.touch(memory);
        long free = machine.freeBytes(3);
        assertThat(calls.mbind(memory.start(), memory.bytes(), 2, "3", 2)).isEqualTo("0");
        assertThat(machine.freeBytes(3)).isEqualTo(free - memory.bytes());
    }

    @Test
    @DisplayName("7.4/regress what is allocated on a node is counted there, hit or miss")
    void counted() {
        machine.fill(1, 3 * PAGE);
        long hits = Core.of(machine).node(1).hits.sum();
        MemoryRange memory = process.map(5 * PAGE);
        process.place(memory, 1);
        assertThat(Core.of(machine).node(1).hits.sum() - hits).isEqualTo(3);
        assertThat(Core.of(machine).node(1).foreign.sum()).isEqualTo(2);
    }
}
