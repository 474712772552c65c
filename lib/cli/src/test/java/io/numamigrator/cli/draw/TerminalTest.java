package io.numamigrator.cli.draw;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {

    private static final Map<String, String> XTERM = Map.of("TERM", "xterm-256color");

    @Test
    void colourNeedsATerminal() {
        assertThat(Terminal.of("120", false, XTERM).colour()).isTrue();
        assertThat(Terminal.of("", false, XTERM).colour()).isFalse();
        assertThat(Terminal.of("120", false, Map.of("TERM", "dumb")).colour()).isFalse();
        assertThat(Terminal.of("120", false, Map.of()).colour()).isFalse();
    }

    @Test
    void noColorIsHonoured() {
        assertThat(Terminal.of("120", false, Map.of("TERM", "xterm", "NO_COLOR", "1")).colour()).isFalse();
        assertThat(Terminal.of("120", false, Map.of("TERM", "xterm", "NO_COLOR", "")).colour()).isTrue();
    }

    @Test
    void linesStayWithinTheTerminalAndReadable() {
        assertThat(Terminal.of("80", false, XTERM).width()).isEqualTo(79);
        assertThat(Terminal.of("20", false, XTERM).width()).isEqualTo(60);
        assertThat(Terminal.of("400", false, XTERM).width()).isEqualTo(140);
        assertThat(Terminal.of("", false, XTERM).width()).isEqualTo(99);
    }

    @Test
    void withoutColourTextIsLeftAlone() {
        Terminal plain = TestTerminal.plain().terminal();
        assertThat(plain.bold("x") + plain.dim("y") + plain.node(3, "z")).isEqualTo("xyz");
    }

    @Test
    void whatIsTooLongIsCutWithASign() {
        Terminal plain = TestTerminal.plain().terminal();
        assertThat(plain.cut("abcdefghij", 6)).isEqualTo("abc...");
        assertThat(plain.cut("abc", 6)).isEqualTo("abc");
    }
}
