package io.numamigrator.sim.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.NodeSet;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;
import io.numamigrator.sim.fixture.PageKinds;
import io.numamigrator.sim.fixture.RawCalls;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SEMANTICS 2.3: which node's pages go where, one page on each of nodes 0 to 3. */
class NodeMapTest {

    @DisplayName("2.3 measured on 6.1 and 6.12")
    @ParameterizedTest(name = "2.3 {0} to {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            0,1     | 1,2     | 1 2 2 3
            0-2     | 1-3     | 1 2 3 3
            1-3     | 0-2     | 0 0 1 2
            0,1     | 3       | 3 3 2 3
            0       | 1,2     | 1 1 2 3
            0,2     | 1,3     | 1 1 3 3
            1,3     | 0,2     | 0 0 2 2
            1,2     | 0,3     | 0 0 3 3
            0,3     | 1,2     | 1 1 2 2
            2,3     | 0,1     | 0 1 0 1
            0-3     | 2,3     | 2 3 2 3
            0-3     | 1,2     | 1 1 2 2
            0-2     | 1,3     | 1 1 1 3
            0,1,3   | 1,2     | 1 1 2 1
            0-2     | 2,3     | 2 3 2 3
            0-3     | 0       | 0 0 0 0
            1-3     | 1       | 0 1 1 1
            0-3     | 1-3     | 1 1 2 3
            1-3     | 0-3     | 0 1 2 3
            0,1     | 0,1     | 0 1 2 3
            0       | 0       | 0 1 2 3
            0-4     | 1       | 1 1 1 1
            """)
    void whereThePagesGo(String from, String to, String places) {
        assertThat(migrate("6.1", from, to)).isEqualTo("0: " + places);
        assertThat(migrate("6.12", from, to)).isEqualTo("0: " + places);
    }

    @ParameterizedTest(name = "2.3 before 3.5, without the skip rule: {0} to {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            0-2     | 1,2     | 1 2 2 3
            0-3     | 1-3     | 1 2 3 2
            0,1     | 1,2     | 1 2 2 3
            """)
    void withoutTheSkipRule(String from, String to, String places) {
        assertThat(migrate("3.1", from, to)).isEqualTo("0: " + places);
    }

    @DisplayName("2.3 the order of the steps")
    @ParameterizedTest(name = "2.3 {0} to {1} in the order {2}")
    @CsvSource(delimiter = '|', textBlock = """
            0,1     | 1,2     | yes | 1>2 0>1
            0-2     | 1-3     | yes | 2>3 1>2 0>1
            1-3     | 0-2     | yes | 1>0 2>1 3>2
            0-2     | 1,2     | no  | 2>1 1>2 0>1
            0-3     | 1-3     | no  | 3>1 2>3 1>2 0>1
            """)
    void theOrderOfSteps(String from, String to, String skips, String steps) {
        NodeMap map = new NodeMap(NodeSet.parse(from), NodeSet.parse(to), skips.equals("yes"));
        assertThat(
                map.steps().stream().map(step -> step.source() + ">" + step.target()).collect(Collectors.joining(" ")))
                .isEqualTo(steps);
    }

    private static String migrate(String kernel, String from, String to) {
        SimulatedMachine machine = SimulatedMachine.fourNodes().toBuilder()
                .memoryless(4).kernel(kernel).swap(1 << 20).build();
        SimulatedProcess process = machine.process();
        PageKinds kinds = new PageKinds(process);
        long[] pages = {kinds.address("g", 0), kinds.address("g", 1), kinds.address("g", 2), kinds.address("g", 3)};
        RawCalls calls = new RawCalls(process);
        String result = calls.migratePages(0, from, to);
        return result + ": " + calls.query(0, pages).statuses();
    }
}
