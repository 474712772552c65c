package io.numamigrator.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example runs, on the real kernel of this machine or on a simulated one, and ends with a line that says so. */
class ExamplesTest {

    /** The main method of an example. */
    interface Story {
        void tell(String[] args) throws Exception;
    }

    static Stream<Named<Story>> stories() {
        return Stream.of(
                Named.of("FirstLook", FirstLook::main),
                Named.of("LocateAndMove", LocateAndMove::main),
                Named.of("ScatteredPlacement", ScatteredPlacement::main),
                Named.of("MigrateChild", MigrateChild::main),
                Named.of("FourNodesAnywhere", FourNodesAnywhere::main),
                Named.of("WhatCanGoWrong", WhatCanGoWrong::main),
                Named.of("RetryWhatIsMissing", RetryWhatIsMissing::main));
    }

    @ParameterizedTest
    @MethodSource("stories")
    void anExampleEndsWithOk(Story story) throws Exception {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream stdout = System.out;
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            story.tell(new String[0]);
        } finally {
            System.setOut(stdout);
        }
        assertThat(said.toString(StandardCharsets.UTF_8).lines().toList().getLast()).startsWith("ok ");
    }
}
