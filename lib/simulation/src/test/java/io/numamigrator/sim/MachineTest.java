package io.numamigrator.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.numamigrator.Errno;
import io.numamigrator.MemoryRange;
import io.numamigrator.sim.fixture.Census;
import io.numamigrator.sim.fixture.RawCalls;
import io.numamigrator.sim.version.KernelVersion;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Machines that there can be, and those that there cannot. */
class MachineTest {

    private static final long GIB = 1L << 30;

    private static Arguments refused(String field, Consumer<MachineBuilder> change) {
        return Arguments.of(field, change);
    }

    static Stream<Arguments> impossible() {
        return Stream.of(
                refused("pageSize", machine -> machine.pageSize(8192)),
                refused("pageSize", machine -> machine.pageSize(0)),
                refused("maxNodes", machine -> machine.maxNodes(1000)),
                refused("maxNodes", machine -> machine.maxNodes(2048)),
                refused("maxNodes", machine -> machine.maxNodes(0)),
                refused("node 1", machine -> machine.maxNodes(1)),
                refused("node 1024", machine -> machine.node(1024, GIB)),
                refused("node -1", machine -> machine.node(-1, GIB)),
                refused("node 2 bytes", machine -> machine.node(2, -4096)),
                refused("node 2 bytes", machine -> machine.node(2, 4097)),
                refused("node 2 bytes", machine -> machine.node(2, 1L << 50)),
                refused("node 0 cpus", machine -> machine.cpus(0, -1)),
                refused("cpus", machine -> machine.cpus(0, 5000).cpus(1, 5000)),
                refused("cpus", machine -> machine.memoryOnly(0).memoryOnly(1)),
                refused("memoryOnly", machine -> machine.memoryOnly(7)),
                refused("cpus", machine -> machine.cpus(7, 1)),
                refused("nodes", machine -> machine.memoryless(0).memoryless(1)),
                refused("swap", machine -> machine.swap(-1)),
                refused("swap", machine -> machine.swap(100)),
                refused("zeroPageOn", machine -> machine.zeroPageOn(9)),
                refused("zeroPageOn", machine -> machine.memoryless(2).zeroPageOn(2)),
                refused("distance 0 to 5", machine -> machine.distance(0, 5, 20)),
                refused("distance 0 to 0", machine -> machine.distance(0, 0, 11)),
                refused("distance", machine -> machine.distance(0, 1, 9)),
                refused("distance", machine -> machine.distance(0, 1, 256)),
                refused("kernel", machine -> machine.kernel("2.6.15")),
                refused("nodes", machine -> machine.nodes(-1, GIB)),
                refused("kernel", machine -> machine.kernel("newest")),
                refused("kernel: kernel 9.9 is not known; the newest is 7.3", machine -> machine.kernel("9.9")),
                refused("kernel: kernel 7.4 is not known; the newest is 7.3", machine -> machine.kernel("7.4")),
                refused("kernel", machine -> machine.kernel("6.20")),
                refused("kernel", machine -> machine.kernel("4.21.3")),
                refused("kernel", machine -> machine.kernel("2.6.40")),
                refused("kernel", machine -> machine.kernel("2.8.1")));
    }

    @ParameterizedTest(name = "a machine with an impossible {0} is refused")
    @MethodSource("impossible")
    void anImpossibleMachineIsRefusedByTheFieldAtFault(String field, Consumer<MachineBuilder> change) {
        MachineBuilder builder = SimulatedMachine.builder().nodes(2, GIB);
        assertThatThrownBy(() -> {
            change.accept(builder);
            builder.build();
        }).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith(field);
    }

    @ParameterizedTest(name = "on a process: {0}")
    @ValueSource(strings = {"bytes", "cpu", "node", "nothing is mapped"})
    void anImpossibleOrderIsRefusedByTheArgumentAtFault(String what) {
        SimulatedProcess process = SimulatedMachine.twoNodes().process();
        assertThatThrownBy(() -> {
            switch (what) {
                case "bytes" -> process.map(-1);
                case "cpu" -> process.runOn(99);
                case "node" -> process.place(process.map(4096), 7);
                default -> process.touch(new MemoryRange(4096, 4096));
            }
        }).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(what);
    }

    @ParameterizedTest(name = "on a machine: {0}")
    @ValueSource(strings = {"bytesLeft", "count", "times", "first", "oneIn", "nth", "index"})
    void anImpossibleAmountIsRefusedByTheArgumentAtFault(String what) {
        SimulatedMachine machine = SimulatedMachine.twoNodes();
        MemoryRange page = machine.process().map(4096);
        assertThatThrownBy(() -> {
            switch (what) {
                case "bytesLeft" -> machine.fill(1, -5);
                case "count" -> machine.hugetlbPages(1, -1);
                case "times" -> machine.faults().busy(page, -1);
                case "first" -> machine.faults().busyAttempts(-1, 2);
                case "oneIn" -> machine.faults().busyAtRandom(1, -1);
                case "nth" -> machine.faults().answer(SystemCall.MOVE_PAGES, -1, Errno.EINTR);
                default -> machine.faults().interruptAtEntry(-1);
            }
        }).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith(what);
        assertThat(machine.freeBytes(1)).isEqualTo(4 * GIB);
    }

    @Test
    void presetsAreWhatTheirNamesSayAndCanBeBuiltOn() {
        assertThat(SimulatedMachine.oneNode().core().nodesWithMemory().size()).isEqualTo(1);
        assertThat(SimulatedMachine.twoNodes().core().nodesWithMemory().size()).isEqualTo(2);
        assertThat(SimulatedMachine.fourNodes().core().nodesWithMemory().size()).isEqualTo(4);
        assertThat(SimulatedMachine.eightSockets().core().nodesWithMemory().size()).isEqualTo(8);
        SimulatedMachine tiered = SimulatedMachine.tiered().toBuilder().kernel("6.1").pageSize(65536).build();
        assertThat(tiered.toString()).startsWith("simulated Linux 6.1, pages of 65536 bytes").contains(
                "node 2: 512 MiB, 512 MiB free, no CPU, distances 31 31 10");
    }

    @ParameterizedTest(name = "there are {0} nodes")
    @ValueSource(ints = {1, 2, 3, 64, 1024})
    void anyNumberOfNodes(int count) {
        SimulatedMachine machine = SimulatedMachine.builder().nodes(count, GIB).build();
        SimulatedProcess process = machine.process();
        var page = process.map(4096);
        process.place(page, count - 1);
        assertThat(new RawCalls(process).query(0, page.start()).statuses()).isEqualTo(String.valueOf(count - 1));
    }

    @ParameterizedTest(name = "kernel {0} boots")
    @ValueSource(strings = {"2.6.16-rc1", "2.6.16", "2.6.18", "2.6.29", "3.10", "4.3", "4.17", "5.10", "6.1", "6.12",
        "6.16", "6.17", "6.18", "6.19", "7.0", "7.1", "7.2", "7.3"})
    void everyProfileBoots(String kernel) {
        assertThat(KernelVersion.PROFILES).contains(kernel);
        SimulatedMachine machine = SimulatedMachine.twoNodes().toBuilder().kernel(kernel).swap(1 << 20).build();
        var page = machine.process().map(4096);
        machine.process().place(page, 0);
        assertThat(new RawCalls(machine.process()).migratePages(0, "0", "1")).isEqualTo("0");
        machine.process().runOn(2);
        machine.process().touch(page);
        assertThat(Census.of(machine).unaccounted(0)).isZero();
        assertThat(machine.freeBytes(1)).isEqualTo(4 * GIB - 4096);
    }
}
