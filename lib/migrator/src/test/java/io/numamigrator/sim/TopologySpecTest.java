package io.numamigrator.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

    static Stream<String[]> refusals() throws IOException {
        return examples(" !! ");
    }

    @ParameterizedTest
    @MethodSource("meanings")
    void itMeansWhatStandsBesideIt(String spec, String meaning) {
        assertThat(writtenOut(TopologySpec.parse(spec))).isEqualTo(meaning);
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
                : node.cpus() + "/" + (node.bytes() >> 20) + (performance == null
                        ? ""
                        : "/" + performance.latency() + "/" + (performance.bandwidth() >> 20));
    }

    @Test
    void aMachineIsBuiltFromIt() {
        SimulatedMachine machine = SimulatedMachine.of("holes/0:2=15");
        assertThat(machine.online()).hasToString("0,2-4");
        assertThat(machine.nodesWithMemory()).hasToString("0,2,4");
        assertThat(machine.spec().distance(2, 0)).isEqualTo(15);
        assertThat(machine.migrator().topology().online()).hasToString("0,2-4");
    }
}
