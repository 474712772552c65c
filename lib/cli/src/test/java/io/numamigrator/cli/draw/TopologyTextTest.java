package io.numamigrator.cli.draw;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.sim.MachineBuilder;
import io.numamigrator.sim.SimulatedMachine;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopologyTextTest {

    private static List<String> draw(SimulatedMachine machine, int width) {
        Terminal terminal = TestTerminal.of(width, true, true).terminal();
        return new TopologyText(terminal).of(machine.migrator().topology()).stream()
                .map(TestTerminal::withoutColour).toList();
    }

    @ParameterizedTest
    @CsvSource({"four, 60", "eight, 60", "gh200, 60", "epyc-nps4, 60", "epyc-nps4, 140", "'64x[8cpu,2G]', 60",
        "'64x[8cpu,2G]', 140", "'16x[2cpu,1G]+16x[0cpu,1G]@31', 60", "power9, 60", "xeon-max-snc4, 60"})
    void noLineIsLongerThanTheTerminal(String nodes, int width) {
        assertThat(draw(SimulatedMachine.of(nodes), width))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width));
    }

    @Test
    void allCpusAreNamedHoweverNarrowItIs() {
        SimulatedMachine machine = SimulatedMachine.of("epyc-nps4");
        String all = String.join(" ", draw(machine, 60));
        machine.migrator().topology().nodes().forEach(node -> assertThat(all)
                .contains(node.cpus().orElseThrow().toString().split(",", -1)));
    }

    @Test
    void thirtyNodesAndMoreAreFolded() {
        List<String> lines = draw(SimulatedMachine.of("16x[2cpu,1G]+16x[0cpu,1G]@31"), 100);

        assertThat(lines).hasSizeLessThan(16);
        assertThat(lines).anyMatch(line -> line.startsWith("0-15") && line.contains("CPUs and memory"))
                .anyMatch(line -> line.startsWith("16-31") && line.contains("memory only"))
                .anyMatch(line -> line.matches("0-15 +20 +each other")).anyMatch(line -> line.matches(" +31 +16-31"));
    }

    @Test
    void nodesWithNothingStandInOneLine() {
        MachineBuilder builder = SimulatedMachine.builder().node(0, 1L << 30);
        for (int id = 1; id < 8; id++) {
            builder.empty(id);
        }
        assertThat(draw(builder.kernel("6.12").build(), 100)).contains(
                "nodes 1-7: neither CPUs nor memory; generic initiators (devices that reach memory by themselves)");
        assertThat(draw(builder.kernel("5.4").build(), 100)).contains("nodes 1-7: neither CPUs nor memory");
    }

    @Test
    void bothAccessClassesAreShownWithTheirInitiators() {
        SimulatedMachine machine = SimulatedMachine.builder().node(0, 1L << 30).memoryOnly(1, 1L << 30).empty(2)
                .distance(0, 1, 40).distance(1, 2, 20).distance(0, 2, 80).performance(0, 80, 100L << 30)
                .performance(1, 200, 40L << 30).kernel("6.12").build();
        assertThat(draw(machine, 140))
                .anyMatch(line -> line.startsWith("node 1: best from 0, read 40960 MiB/s, read in 200 ns"))
                .anyMatch(
                        line -> line.startsWith("node 1, devices counted: best from 2, read 81920 MiB/s, read in 100"));
    }
}
