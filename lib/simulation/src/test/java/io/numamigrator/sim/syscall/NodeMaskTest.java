package io.numamigrator.sim.syscall;

import static io.numamigrator.sim.fixture.RawCalls.NULL;
import static io.numamigrator.sim.fixture.RawCalls.WILD;
import static io.numamigrator.sim.fixture.RawCalls.longs;
import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.sim.Core;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.fixture.Outcome;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS 2.1: bit masks, of which maxnode - 1 bits are read. */
class NodeMaskTest {

    private static String read(MemorySegment mask, long maxNode) {
        return read("6.12", 1024, mask, maxNode);
    }

    private static String read(String kernel, int maxNodes, MemorySegment mask, long maxNode) {
        SimulatedMachine machine = SimulatedMachine.twoNodes().toBuilder().kernel(kernel).maxNodes(maxNodes).build();
        NodeMask read = NodeMask.read(Core.of(machine), mask, maxNode);
        return read.error() == 0 ? read.nodes().toString() : Outcome.name(read.error());
    }

    private static MemorySegment words(int count, int bit) {
        long[] words = new long[count];
        words[bit / 64] = 1L << bit;
        return longs(words);
    }

    @Test
    @DisplayName("2.1 maxnode 0: empty with NULL, EINVAL with a pointer")
    void maxNodeZero() {
        assertThat(read(NULL, 0)).isEmpty();
        assertThat(read(longs(1), 0)).isEqualTo("-EINVAL");
        assertThat(read(WILD, 0)).isEqualTo("-EINVAL");
    }

    @Test
    @DisplayName("2.1 maxnode 1: empty, the pointer is not read")
    void maxNodeOne() {
        assertThat(read(WILD, 1)).isEmpty();
        assertThat(read(longs(-1), 1)).isEmpty();
    }

    @Test
    @DisplayName("2.1 maxnode 2: bit 0 alone counts")
    void maxNodeTwo() {
        assertThat(read(longs(3), 2)).isEqualTo("0");
        assertThat(read(longs(2), 2)).isEmpty();
        assertThat(read(longs(2), 3)).isEqualTo("1");
    }

    @Test
    @DisplayName("2.1 NULL is the empty mask")
    void nullIsEmpty() {
        assertThat(read(NULL, 64)).isEmpty();
        assertThat(read(NULL, -1)).isEmpty();
    }

    @Test
    @DisplayName("2.1 up to 8 pages of bits: maxnode 32769 is accepted, 32770 and -1 are EINVAL")
    void theLimit() {
        assertThat(read(words(512, 3), 32769)).isEqualTo("3");
        assertThat(read(words(513, 3), 32770)).isEqualTo("-EINVAL");
        assertThat(read(longs(1), -1)).isEqualTo("-EINVAL");
    }

    @Test
    @DisplayName("2.1 set bits that no node has are EINVAL, bits of impossible nodes are accepted")
    void highBits() {
        assertThat(read(words(17, 1024), 1026)).isEqualTo("-EINVAL");
        assertThat(read(words(17, 1024), 1025)).as("behind maxnode - 1").isEmpty();
        assertThat(read(words(16, 1023), 1025)).isEqualTo("1023");
        assertThat(read(words(512, 32767), 32769)).isEqualTo("-EINVAL");
    }

    @ParameterizedTest(name = "2.1 on {0} bits behind the highest id in its own word")
    @ValueSource(strings = {"4.15", "4.16"})
    void theLastWord(String kernel) {
        assertThat(read(kernel, 16, words(1, 20), 64)).isEqualTo(kernel.equals("4.15") ? "" : "-EINVAL");
        assertThat(read(kernel, 16, words(2, 70), 128)).isEqualTo("-EINVAL");
    }

    @Test
    @DisplayName("2.1 what cannot be read is EFAULT; only the words that are needed are read")
    void unreadable() {
        assertThat(read(WILD, 2)).isEqualTo("-EFAULT");
        assertThat(read(longs(1), 65)).isEqualTo("0");
        assertThat(read(longs(1), 66)).isEqualTo("-EFAULT");
    }

    @Test
    @DisplayName("2.1 words behind the highest id are checked from the last down since 5.15")
    void fromTheEnd() {
        MemorySegment bitAndEnd = words(17, 1024);
        assertThat(read("5.14", 1024, bitAndEnd, 2048)).isEqualTo("-EINVAL");
        assertThat(read("5.15", 1024, bitAndEnd, 2048)).isEqualTo("-EFAULT");
    }
}
