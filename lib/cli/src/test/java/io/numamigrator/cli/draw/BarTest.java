package io.numamigrator.cli.draw;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BarTest {

    private static String bar(boolean colour, boolean unicode, int cells, long scale, Map<Integer, Long> bytes) {
        Terminal terminal = TestTerminal.of(80, colour, unicode).terminal();
        return new Bar(terminal, cells, scale).of(new TreeMap<>(bytes));
    }

    @Test
    void withoutColourEachNodeHasItsPattern() {
        assertThat(bar(false, true, 8, 8, Map.of(0, 4L, 1, 2L, 3, 2L))).isEqualTo("████▓▓░░");
        assertThat(bar(false, false, 8, 8, Map.of(0, 4L, 1, 2L, 3, 2L))).isEqualTo("####==--");
    }

    @Test
    void aBarIsAsLongAsItsShareOfTheScale() {
        assertThat(bar(false, true, 10, 100, Map.of(0, 50L))).hasSize(5);
        assertThat(bar(false, true, 10, 100, Map.of(0, 100L))).hasSize(10);
    }

    @Test
    void aBarIsNeverLongerThanItsRoom() {
        assertThat(bar(false, true, 4, 100, Map.of(0, 97L, 1, 1L, 2, 1L, 3, 1L))).hasSize(4);
    }

    @Test
    void aSegmentThatHasAnythingIsSeenWhileThereIsRoom() {
        assertThat(bar(false, true, 10, 1000, Map.of(0, 1L, 1, 700L))).startsWith("█▓");
    }

    @Test
    void lessThanHalfACellIsAHair() {
        assertThat(bar(false, true, 10, 1_000_000, Map.of(0, 1L))).isEqualTo("▏");
        assertThat(bar(false, false, 10, 1_000_000, Map.of(0, 1L))).isEqualTo("|");
    }

    @Test
    void nothingIsDrawnAsNothing() {
        assertThat(bar(false, true, 10, 100, Map.of())).isEmpty();
        assertThat(bar(true, true, 10, 0, Map.of(0, 0L))).isEmpty();
    }

    @Test
    void withColourACellIsDividedInEight() {
        String text = bar(true, true, 10, 80, Map.of(0, 12L));
        assertThat(TestTerminal.withoutColour(text)).isEqualTo("█▌");
    }

    @Test
    void whereTwoNodesShareACellBothColoursAreInIt() {
        String text = bar(true, true, 10, 80, Map.of(0, 4L, 1, 76L));
        assertThat(TestTerminal.withoutColour(text)).isEqualTo("▌█████████");
        assertThat(text).startsWith("\u001b[38;5;75;48;5;214m▌");
    }
}
