package io.numamigrator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.numamigrator.NodeSet;
import io.numamigrator.NumaTopology;
import io.numamigrator.sim.SimulatedMachine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS 8.2: what libnuma makes of these lists on nodes 0-3. */
class NodeListTest {

    private final NumaTopology four = SimulatedMachine.fourNodes().migrator().topology();

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, value = {
        "all|0-3", "0,2|0,2", "0-2|0-2", "+1,3|1,3", "+1-+2|1-2", "0,all|0-3", "0x2|2", " 1|1", "!1-2|0,3",
        "!+0|1-3", "07|7"})
    void listsMeanWhatTheyMeanToNumactl(String list, String nodes) {
        assertThat(NodeList.parse(list).on(four)).isEqualTo(NodeSet.parse(nodes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "+!0", "all,0", "allx", "09", "1 ", "0,", ",0", "1,,2", "1-", "0-1-2", "!", "+", "x",
        "-1",
        "same", "3-1", "99999"})
    void whatIsNoListIsQuoted(String list) {
        assertThatThrownBy(() -> NodeList.parse(list)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("node list \"" + list + "\"").hasMessageContaining("!2");
    }

    @Test
    void nothingThatIsLeftIsRefused() {
        assertThatThrownBy(() -> NodeList.parse("!all").on(four)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no node is left of 0-3");
        assertThatThrownBy(() -> NodeList.parse("+4").on(four)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no rank 4, only 0-3");
    }

    @Test
    void ranksAreOfTheAllowedNodesAndOthersOfTheOnlineOnes() {
        NumaTopology holes = SimulatedMachine.of("holes").migrator().topology();
        NodeSet first = NodeList.parse("+0").on(holes);

        assertThat(NodeList.parse("all").on(holes)).isEqualTo(holes.allowed());
        assertThat(first).isEqualTo(NodeSet.of(holes.allowed().stream().min().orElseThrow()));
        assertThat(NodeList.parse("!+0").on(holes)).isEqualTo(holes.online().minus(first));
    }

    @Test
    void theCommandTakesThem() {
        Ran ran = Ran.numa("simulate", "--kernel", "6.12", "four", "--", "migrate", "self", "!3", "3");
        assertThat(ran.out()).contains("0-2 to 3");
        assertThat(Ran.numa("simulate", "four", "--", "migrate", "self", "all", "+3").out()).contains("0-3 to 3");
        Ran wrong = Ran.numa("simulate", "four", "--", "migrate", "self", "+9", "0");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.complaints()).hasSize(1);
    }
}
