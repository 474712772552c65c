package io.numamigrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Looks at which classes a JVM loads for a command. */
class NoForeignCodeTest {

    private static List<String> loadedFor(String argument, String... more) throws IOException, InterruptedException {
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-Xlog:class+load:stdout:none",
                "--module-path",
                System.getProperty("jdk.module.path"),
                "--enable-native-access=io.numamigrator.bindings",
                "--module",
                "io.numamigrator.cli/io.numamigrator.cli.NumaCommand",
                argument);
        java.command().addAll(List.of(more));
        Process process = java.redirectErrorStream(true).start();
        List<String> lines = process.inputReader(StandardCharsets.UTF_8).lines().toList();
        assertThat(process.waitFor()).isZero();
        return lines;
    }

    /** Every JVM knows four classes of jdk.internal.foreign.abi from the start; its linker comes on request. */
    private static boolean isForeign(String line) {
        return line.startsWith("io.numamigrator.bindings.")
                || line.startsWith("jdk.internal.foreign.abi.AbstractLinker")
                || line.startsWith("java.lang.foreign.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "--help"})
    void nothingForeignIsLoadedToTellVersionAndUsage(String option) throws Exception {
        List<String> lines = loadedFor(option);
        assertThat(lines).anyMatch(line -> line.startsWith("picocli."));
        assertThat(lines).noneMatch(NoForeignCodeTest::isForeign);
    }

    @Test
    void plainWhereLoadsWhatItNeedsAndNeitherPicocliNorOshiNorGson() throws Exception {
        List<String> lines = loadedFor("where", "self");
        assertThat(lines).anyMatch(NoForeignCodeTest::isForeign);
        assertThat(lines).noneMatch(
                line -> line.startsWith("picocli.") || line.startsWith("oshi.") || line.startsWith("com.google.gson."));
    }
}
