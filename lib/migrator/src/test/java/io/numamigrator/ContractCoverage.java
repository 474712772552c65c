package io.numamigrator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Sees to it that a subject of the contract leaves out what it says, and nothing else; writes what it left out, and why, to
 * {@code target/simulated-contract/}.
 */
final class ContractCoverage implements TestWatcher, AfterAllCallback {

    private static final Path REPORTS = Path.of("target", "simulated-contract");

    /** A subject that says what it cannot do. */
    interface Subject {

        /** Return the names of the contract's tests that cannot be run. */
        Set<String> without();

        /** Return what this subject is. */
        String title();
    }

    private final Map<String, String> aborted = new TreeMap<>();
    private int passed;
    private String title = "";
    private Set<String> without = Set.of();

    @Override
    public void testSuccessful(ExtensionContext test) {
        passed++;
        remember(test);
    }

    @Override
    public void testAborted(ExtensionContext test, Throwable cause) {
        aborted.put(test.getRequiredTestMethod().getName(), String.valueOf(cause.getMessage()));
        remember(test);
    }

    @Override
    public void testDisabled(ExtensionContext test, Optional<String> reason) {
        aborted.put(test.getRequiredTestMethod().getName(), reason.orElse("disabled"));
    }

    private void remember(ExtensionContext test) {
        if (test.getRequiredTestInstance() instanceof Subject subject) {
            title = subject.title();
            without = subject.without();
        }
    }

    @Override
    public void afterAll(ExtensionContext all) throws IOException {
        StringBuilder text = new StringBuilder("# " + title + "\n\n" + passed + " tests of the contract pass.\n");
        aborted.forEach((name, why) -> text.append("- not run: ").append(name).append(": ").append(why).append('\n'));
        Files.createDirectories(REPORTS);
        Files.writeString(REPORTS.resolve(title.replaceAll("[, ]+", "-") + ".md"), text);
        Assertions.assertThat(aborted.keySet()).as("what is left out of the contract: " + title).isEqualTo(without);
    }
}
