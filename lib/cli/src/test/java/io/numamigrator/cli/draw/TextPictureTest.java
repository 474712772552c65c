package io.numamigrator.cli.draw;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.cli.where.MemoryPicture;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextPictureTest {

    private static List<String> draw(MemoryPicture picture, Terminal terminal) {
        TextPicture text = new TextPicture(terminal);
        List<String> lines = new ArrayList<>(text.title(picture.subjects()));
        lines.addAll(text.legend(picture.nodes(), picture.total()));
        lines.addAll(text.body(picture));
        return lines;
    }

    @Test
    void aPictureNamesTheProcessTheKernelAndTheSource() {
        List<String> lines = draw(SamplePictures.jvmOn(2), TestTerminal.plain().terminal());
        assertThat(lines.getFirst()).isEqualTo("process 4711 java");
        assertThat(String.join(" ", lines).replaceAll(" +", " "))
                .contains("from counts of numa_maps, 411 areas; 1 area asked page by page (move_pages) ·")
                .contains("Linux 6.12.0 through syscall(2)");
    }

    @Test
    void everyNodeHasItsOwnColumnWhileThereIsRoom() {
        List<String> lines = draw(SamplePictures.jvmOn(2), TestTerminal.of(79, false, true).terminal());
        assertThat(lines).anySatisfy(line -> assertThat(line)
                .startsWith("native memory   1.1 GiB  200.0 MiB  900.0 MiB  ██▓"));
    }

    @Test
    void onOneNodeTheNumbersAreNotSaidTwice() {
        List<String> lines = draw(SamplePictures.jvmOn(1), TestTerminal.plain().terminal());
        assertThat(lines).noneMatch(line -> line.contains("mapped     node"));
    }

    @ParameterizedTest
    @CsvSource({"1, 60", "2, 60", "2, 79", "4, 79", "4, 99", "8, 60", "8, 140", "40, 79"})
    void noLineIsLongerThanTheTerminal(int nodes, int width) {
        Terminal terminal = TestTerminal.of(width, true, true).terminal();
        assertThat(draw(SamplePictures.jvmOn(nodes), terminal))
                .allSatisfy(line -> assertThat(TestTerminal.withoutColour(line).length()).isLessThanOrEqualTo(width));
    }

    @ParameterizedTest
    @CsvSource({"2, 79", "8, 79", "8, 140"})
    void theNumberOfEveryNodeIsShownForEveryKind(int nodes, int width) {
        List<String> lines = draw(SamplePictures.jvmOn(nodes), TestTerminal.of(width, false, true).terminal());
        String all = String.join("\n", lines);
        for (int node = 0; node < nodes; node++) {
            assertThat(all).contains("node " + node);
        }
        assertThat(all).contains("900.0 MiB");
    }

    @Test
    void withoutUnicodeOnlyAsciiIsWritten() {
        String all = String.join("\n", draw(SamplePictures.jvmOn(8), TestTerminal.of(79, false, false).terminal()));
        assertThat(all).matches("\\p{ASCII}*");
    }
}
