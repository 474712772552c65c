package io.numamigrator.cli.draw;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.cli.draw.Table.Cell;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void wordsStandToTheLeftAndNumbersToTheRight() {
        Table table = new Table("lr").row("heap", "7").row("stack", "123");
        assertThat(table.lines()).containsExactly("heap     7", "stack  123");
        assertThat(table.width()).isEqualTo(10);
    }

    @Test
    void coloursDoNotCountAsWidth() {
        Table table = new Table("ll")
                .row(List.of(new Cell("a", text -> "\u001b[1m" + text + "\u001b[0m"), Cell.of("b")))
                .row("long", "c");
        assertThat(table.lines().getFirst()).isEqualTo("\u001b[1ma\u001b[0m     b");
    }
}
