package io.numamigrator.junit;

import io.numamigrator.NumaMigrator;
import io.numamigrator.sim.SimulatedMachine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/**
 * A JVM with one generation of JUnit on its class path, and nothing else that a user would not have.
 *
 * @param exitCode what the console launcher ended with: 0 if no test failed
 * @param lines what it printed
 */
record JUnitChild(int exitCode, List<String> lines) {

    /** Where this build leaves its files, below each module. */
    private static final String BUILT = System.getProperty("build.folder", "target");

    /** Run the tests of a class. */
    static JUnitChild run(String generation, Class<?> tests, String... options)
            throws IOException, InterruptedException {
        String classPath = Stream.concat(Stream.of(Path.of(BUILT, "junit", generation + ".jar")),
                Stream.of(NumaMigrator.class, SimulatedMachine.class, SimulatedNuma.class, NullMarked.class)
                        .map(JUnitChild::home))
                .map(Path::toString).collect(Collectors.joining(":"));
        String all = String.join(":", classPath, BUILT + "/test-classes", "../../bindings/" + BUILT + "/classes");
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow()));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", all, "org.junit.platform.console.ConsoleLauncher", "execute",
                "--select-class=" + tests.getName(), "--include-classname=.*", "--details=tree",
                "--details-theme=ascii",
                "--disable-ansi-colors", "--disable-banner"));
        Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new JUnitChild(child.waitFor(), said.lines().toList());
    }

    private static Path home(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    }
}
