package io.numamigrator.sim.syscall;

import static io.numamigrator.sim.fixture.RawCalls.filled;
import static io.numamigrator.sim.fixture.RawCalls.ints;
import static io.numamigrator.sim.fixture.RawCalls.longs;
import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.NodeSet;
import io.numamigrator.sim.Core;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;
import io.numamigrator.sim.fixture.Outcome;
import io.numamigrator.sim.fixture.PageBatch;
import io.numamigrator.sim.fixture.PageKinds;
import io.numamigrator.sim.fixture.RawCalls;
import io.numamigrator.sim.mm.Pte;
import io.numamigrator.sim.task.Cpuset;
import io.numamigrator.sim.task.Cpuset.Version;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS 1.3: the target node of each entry. */
class NodeCheckTest {

    private static PageBatch on(String kernel) {
        return new PageBatch(SimulatedMachine.builder()
                .nodes(4, 1L << 30)
                .memoryless(4)
                .offline(6)
                .kernel(kernel)
                .build());
    }

    private static void confine(SimulatedProcess process, int... nodes) {
        Core.of(process).mainTask()
                .enter(new Cpuset("/confined", Version.V1, Core.of(process).processes().rootCpuset(),
                        NodeSet.of(nodes)));
    }

    @ParameterizedTest(name = "1.3/1 and 1.3/2: node {0} is ENODEV")
    @ValueSource(ints = {-1, Integer.MIN_VALUE, 1024, 1023, 4, 5, 6, Integer.MAX_VALUE})
    void nodesThatCannotBe(int node) {
        assertThat(on("6.12").move("g>" + node)).isEqualTo(new Outcome("-ENODEV", "·"));
    }

    @ParameterizedTest(name = "1.3/2 a node without memory on {0} is {1}")
    @CsvSource({"2.6.24,-ENODEV", "2.6.29,-ENODEV", "6.12,-ENODEV"})
    void aNodeWithoutMemory(String kernel, String result) {
        assertThat(on(kernel).move("g>4").result()).isEqualTo(result);
    }

    @Test
    @DisplayName("1.3/2 up to 2.6.23 a node need only be online")
    void onlineWasEnough() {
        assertThat(on("2.6.23").move("g>4").result()).isEqualTo("-ENOMEM");
        assertThat(on("2.6.23").move("g>6").result()).isEqualTo("-ENODEV");
    }

    @Test
    @DisplayName("1.3/3 a node outside of the target's cpuset is EACCES, even for root; ENODEV wins")
    void outsideOfTheCpuset() {
        PageBatch batch = on("6.12");
        confine(batch.process, 0, 1);

        assertThat(batch.move("g>2")).isEqualTo(new Outcome("-EACCES", "·"));
        assertThat(batch.move("g>4")).isEqualTo(new Outcome("-ENODEV", "·"));
        assertThat(batch.move("g>1")).isEqualTo(new Outcome("0", "1"));
    }

    @ParameterizedTest(name = "1.3 on {0} a bad node in [g>1 g>1 g>bad g>1] leaves statuses {1} and pages on {2}")
    @CsvSource({
        "2.6.18, · · · ·, 0 0 0 0",
        "2.6.28, · · · ·, 0 0 0 0",
        "3.10, · · · ·, 0 0 0 0",
        "4.3, · · · ·, 0 0 0 0",
        "4.17, 1 1 · ·, 1 1 0 0",
        "6.12, 1 1 · ·, 1 1 0 0"})
    void whatHappenedBeforeABadNode(String kernel, String statuses, String places) {
        PageBatch batch = on(kernel);
        assertThat(batch.move("g>1 g>1 g>5 g>1")).isEqualTo(new Outcome("-ENODEV", statuses));
        assertThat(batch.places()).isEqualTo(places);
    }

    @ParameterizedTest(name = "1.3 on {0} with 200 pages and a bad node at 180, {1} pages have moved and are told")
    @CsvSource({"2.6.28,0", "2.6.29,169", "4.3,169", "4.17,180", "6.12,180"})
    void chunksOf169(String kernel, int moved) {
        PageBatch batch = on(kernel);
        var memory = batch.process.map(200 * 4096);
        batch.process.place(memory, 0);
        long[] pages = new long[200];
        int[] nodes = new int[200];
        for (int i = 0; i < 200; i++) {
            pages[i] = memory.start() + i * 4096L;
            nodes[i] = i == 180 ? 5 : 1;
        }
        var status = ints(filled(200));

        String result =
                new RawCalls(batch.process).movePages(0, 200, longs(pages), ints(nodes), status, MovePages.MOVE);

        assertThat(result).isEqualTo("-ENODEV");
        for (int i = 0; i < 200; i++) {
            assertThat(status.getAtIndex(java.lang.foreign.ValueLayout.JAVA_INT, i))
                    .as("status " + i).isEqualTo(i < moved ? 1 : Outcome.UNWRITTEN);
            int entry = Core.of(batch.process).requireSpace().table.entry(pages[i] / 4096);
            assertThat(Pte.node(entry)).as("page " + i).isEqualTo(i < moved ? 1 : 0);
        }
    }

    @Test
    @DisplayName("1.3 new pages come from the caller's cpuset: ENOMEM outside of it, fine if the page is there already")
    void theCallersCpusetGivesTheMemory() {
        SimulatedMachine machine = on("6.12").machine;
        SimulatedProcess target = machine.spawn();
        confine(machine.process(), 2, 3);
        confine(target, 0, 1);
        long there = new PageKinds(target).address("g", 0);
        long elsewhere = new PageKinds(target).address("g", 1);
        RawCalls calls = new RawCalls(machine.process());

        assertThat(calls.movePages(target.pid(), new long[] {elsewhere}, new int[] {0}, MovePages.MOVE))
                .isEqualTo(new Outcome("-ENOMEM", "·"));
        assertThat(calls.movePages(target.pid(), new long[] {there}, new int[] {0}, MovePages.MOVE))
                .isEqualTo(new Outcome("0", "0"));
    }
}
