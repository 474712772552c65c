package io.numamigrator.sim.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.numamigrator.CpuSet;
import io.numamigrator.NumaException;
import io.numamigrator.NumaMigrator;
import io.numamigrator.NumaTopology;
import io.numamigrator.sim.Core;
import io.numamigrator.sim.SimulatedMachine;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A SPEC means here what it means to the guests: the examples are theirs. */
class TopologySpecTest {

    private static final Path EXAMPLES = Path.of("..", "..", "ci", "vm", "tests", "spec_examples.txt");

    private static Stream<String[]> examples(String sign) throws IOException {
        return Files.readAllLines(EXAMPLES).stream().filter(line -> !line.startsWith("#"))
                .filter(line -> line.contains(sign)).map(line -> line.split(sign, 2));
    }

    static Stream<String[]> meanings() throws IOException {
        return examples(" => ");
    }

    static Stream<String[]> alike() throws IOException {
        return examples(" == ");
    }

    static Stream<String[]> cpuLists() throws IOException {
        return examples(" ## ");
    }

    static Stream<String[]> refusals() throws IOException {
        return examples(" !! ");
    }

    @ParameterizedTest
    @MethodSource("meanings")
    void itMeansWhatStandsBesideIt(String spec, String meaning) {
        assertThat(writtenOut(TopologySpec.parse(spec))).isEqualTo(meaning);
    }

    @ParameterizedTest
    @MethodSource("alike")
    void twoLinesSayTheSame(String spec, String other) {
        TopologySpec one = TopologySpec.parse(spec);
        TopologySpec another = TopologySpec.parse(other);
        assertThat(one.nodes()).isEqualTo(another.nodes());
        assertThat(one.distances()).isDeepEqualTo(another.distances());
    }

    @ParameterizedTest
    @MethodSource("cpuLists")
    void theNodesHaveTheCpusThatStandBesideIt(String spec, String lists) {
        assertThat(SimulatedMachine.of(spec).migrator().topology().nodes().stream()
                .flatMap(node -> node.cpus().stream()).filter(cpus -> !cpus.isEmpty()).map(CpuSet::toString)
                .collect(Collectors.joining(" "))).isEqualTo(lists);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aRefusalNamesTheField(String spec, String field) {
        assertThatThrownBy(() -> TopologySpec.parse(spec)).isInstanceOf(IllegalArgumentException.class)
                .satisfies(refusal -> assertThat(String.valueOf(refusal.getMessage()).split(": ")[0]).isEqualTo(field));
    }

    private static String writtenOut(TopologySpec spec) {
        String nodes = spec.nodes().stream().map(TopologySpecTest::writtenOut).collect(Collectors.joining(" "));
        return nodes + " | " + Arrays.stream(spec.distances())
                .map(row -> Arrays.stream(row).mapToObj(Integer::toString).collect(Collectors.joining(",")))
                .collect(Collectors.joining(" "));
    }

    private static String writtenOut(SpecNode node) {
        Performance performance = node.performance();
        return node.offline()
                ? "offline"
                : node.cpus() + "/" + memory(node.bytes()) + (performance == null
                        ? ""
                        : "/" + performance.latency() + "/" + (performance.bandwidth() >> 20));
    }

    private static String memory(long bytes) {
        return bytes % (1 << 20) == 0 ? Long.toString(bytes >> 20) : (bytes >> 10) + "K";
    }

    @ParameterizedTest
    @CsvSource({
        "gh200, 0-8, 0-1, 72, 80", "power9, '0,8,250-255', '0,8,250-255', 176, 80",
        "xeon-max-snc4, 0-15, 0-15, 224, 23", "epyc-nps4, 0-7, 0-7, 256, 32", "optane, 0-3, 0-3, 96, 28"
    })
    void aRealMachineIsThereByItsName(String name, String online, String withMemory, int cpus, int farthest) {
        SimulatedMachine machine = SimulatedMachine.of(name);
        NumaTopology topology = machine.migrator().topology();
        assertThat(topology.online()).hasToString(online);
        assertThat(Core.of(machine).nodesWithMemory()).hasToString(withMemory);
        assertThat(topology.nodes().stream().mapToInt(node -> node.cpus().map(CpuSet::size).orElse(0)).sum())
                .isEqualTo(cpus);
        assertThat(Core.of(machine).spec().distance(0, Core.of(machine).online().highest())).isEqualTo(farthest);
        try (Arena arena = Arena.ofConfined(); NumaMigrator numa = machine.migrator()) {
            MemorySegment page = arena.allocate(4096, 4096);
            int node = Core.of(machine).nodesWithMemory().highest();
            numa.move(page, node).orThrow();
            assertThat(numa.locate(page).node(0)).isEqualTo(node);
        }
    }

    @Test
    void anEmptyNodeIsOnlineAndNoTarget() {
        SimulatedMachine machine = SimulatedMachine.of("1+[empty]+[0cpu]");
        NumaMigrator numa = machine.migrator();
        assertThat(numa.topology().online()).hasToString("0-2");
        assertThat(Core.of(machine).nodesWithMemory()).hasToString("0,2");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment page = arena.allocate(4096, 4096);
            assertThatThrownBy(() -> numa.move(page, 1)).isInstanceOf(NumaException.class)
                    .hasMessageContaining("ENODEV");
        }
    }

    @Test
    void aThreadStartsOnTheLowestCpuThereIs() {
        SimulatedMachine machine = SimulatedMachine.of("[0cpu]+[cpus=4-5]");
        assertThat(Core.of(machine.process()).mainTask().node()).isEqualTo(1);
        assertThatThrownBy(() -> machine.process().runOn(0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4-5");
    }

    @Test
    void aMachineIsBuiltFromIt() {
        SimulatedMachine machine = SimulatedMachine.of("holes/0:2=15");
        assertThat(Core.of(machine).online()).hasToString("0,2-4");
        assertThat(Core.of(machine).nodesWithMemory()).hasToString("0,2,4");
        assertThat(Core.of(machine).spec().distance(2, 0)).isEqualTo(15);
        assertThat(machine.migrator().topology().online()).hasToString("0,2-4");
    }
}
