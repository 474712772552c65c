package io.numamigrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    @Test
    void withoutArgumentsTheUsageIsPrinted() {
        Ran ran = Ran.numa();
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("Usage: numa").contains("demo", "hardware", "where", "move", "migrate",
                "doctor");
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "hardware", "where", "move", "migrate", "doctor", "simulate"})
    void everyCommandExplainsItself(String command) {
        Ran ran = Ran.numa(command, "--help");
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).startsWith("Usage: numa " + command);
    }

    @Test
    void theVersionNamesTheProjectAndTheJvm() {
        Ran ran = Ran.numa("--version");
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).startsWith("numa ").contains("Java " + Runtime.version());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "fly",
        "where",
        "where nobody",
        "where 0",
        "where -1",
        "where 12345678901",
        "where self extra",
        "where self --colour",
        "where self --svg",
        "move self",
        "move self 1000-0 0",
        "move self here 0",
        "move self 1000-2000 zero",
        "move self 1000-2000 99999",
        "migrate self 0",
        "migrate self 0 x",
        "migrate self 3-1 0",
        "doctor me"
    })
    void wrongUsageIsOneReadableLineAndExitCodeTwo(String line) {
        Ran ran = Ran.numa(line.split(" ", -1));
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.complaints()).hasSize(1);
        assertThat(ran.err()).startsWith("numa").doesNotContain("Exception");
    }

    @Test
    void aWrongRangeIsQuotedWithAnExample() {
        assertThat(Ran.numa("move", "self", "here", "0").err()).contains("\"here\"")
                .contains("7f66f9ad3000-7f66f9ad5000");
    }
}
