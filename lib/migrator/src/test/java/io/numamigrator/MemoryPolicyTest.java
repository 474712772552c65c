package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.numamigrator.MemoryPolicy.Mode;
import io.numamigrator.bindings.Mempolicy;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A policy reads and writes as the kernel writes it. */
class MemoryPolicyTest {

    private static final NodeSet ONE_AND_TWO = NodeSet.of(1, 2);

    @Test
    void policiesAreWrittenAsInNumaMaps() {
        assertThat(MemoryPolicy.none()).hasToString("default");
        assertThat(MemoryPolicy.local()).hasToString("local");
        assertThat(MemoryPolicy.preferred(3)).hasToString("prefer:3");
        assertThat(MemoryPolicy.preferredMany(ONE_AND_TWO)).hasToString("prefer (many):1-2");
        assertThat(MemoryPolicy.weightedInterleave(ONE_AND_TWO)).hasToString("weighted interleave:1-2");
        assertThat(MemoryPolicy.bind(ONE_AND_TWO).staticNodes()).hasToString("bind=static:1-2");
        assertThat(MemoryPolicy.interleave(NodeSet.of(2)).relativeNodes()).hasToString("interleave=relative:2");
        assertThat(MemoryPolicy.bind(NodeSet.of(2)).balancing().staticNodes()).hasToString("bind=static|balancing:2");
        assertThat(MemoryPolicy.bind(ONE_AND_TWO).homeNode(1)).hasToString("bind:1-2 home=1");
    }

    @Test
    void theFormatBeforeLinux2626HasNodesBehindTheEqualsSign() {
        assertThat(MemoryPolicy.parse("interleave=0-1")).isEqualTo(MemoryPolicy.interleave(NodeSet.of(0, 1)));
        assertThat(MemoryPolicy.parse("prefer=1")).isEqualTo(MemoryPolicy.preferred(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bound:0", "bind=", "bind=static|:0", "bind=stati:0", "bind:x", "bind:0 home=",
        "prefer (many", "bind:0 home=x"})
    void whatIsNoPolicyIsQuoted(String text) {
        assertThatThrownBy(() -> MemoryPolicy.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text + "\"");
    }

    @Test
    void onlyMemoryFromSeveralNodesHasAHome() {
        assertThat(MemoryPolicy.preferredMany(ONE_AND_TWO).homeNode(0).home()).hasValue(0);
        assertThatThrownBy(() -> MemoryPolicy.interleave(ONE_AND_TWO).homeNode(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("INTERLEAVE");
        assertThatThrownBy(() -> MemoryPolicy.bind(ONE_AND_TWO).homeNode(-1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void modesAndFlagsHaveTheNumbersOfTheHeader() {
        Map<Mode, Integer> header = Map.of(
                Mode.DEFAULT, Mempolicy.MPOL_DEFAULT(),
                Mode.PREFERRED, Mempolicy.MPOL_PREFERRED(),
                Mode.BIND, Mempolicy.MPOL_BIND(),
                Mode.INTERLEAVE, Mempolicy.MPOL_INTERLEAVE(),
                Mode.LOCAL, Mempolicy.MPOL_LOCAL(),
                Mode.PREFERRED_MANY, Mempolicy.MPOL_PREFERRED_MANY());
        header.forEach((mode, number) -> assertThat(mode.number()).isEqualTo(number));
        assertThat(MemoryPolicy.Flag.STATIC_NODES.bit()).isEqualTo(Mempolicy.MPOL_F_STATIC_NODES());
        assertThat(MemoryPolicy.Flag.RELATIVE_NODES.bit()).isEqualTo(Mempolicy.MPOL_F_RELATIVE_NODES());
        assertThat(MemoryPolicy.Flag.NUMA_BALANCING.bit()).isEqualTo(Mempolicy.MPOL_F_NUMA_BALANCING());
        assertThat(BindFlag.STRICT.bit()).isEqualTo(Mempolicy.MPOL_MF_STRICT());
        assertThat(BindFlag.MOVE.bit()).isEqualTo(Mempolicy.MPOL_MF_MOVE());
        assertThat(BindFlag.MOVE_ALL.bit()).isEqualTo(Mempolicy.MPOL_MF_MOVE_ALL());
    }
}
