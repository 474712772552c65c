package io.numamigrator;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Writes down each test when it begins and when it ends: what is known of a run whose guest hangs or whose JVM is killed.
 *
 * <p>A line is words apart by tabs: {@code release R}, {@code begun TEST}, or {@code passed|skipped|failed TEST MILLISECONDS REASON}.
 */
final class TestJournal implements TestExecutionListener, AutoCloseable {

    private final PrintWriter lines;
    private final Map<String, Long> begun = new ConcurrentHashMap<>();

    private TestJournal(PrintWriter lines) {
        this.lines = lines;
        write("release", System.getProperty("os.version"));
    }

    static TestJournal in(Path folder) {
        try {
            return new TestJournal(new PrintWriter(Files.newBufferedWriter(folder.resolve("journal")), true));
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    private void write(String... words) {
        lines.println(String.join("\t", words));
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        if (test.isTest()) {
            begun.put(test.getUniqueId(), System.nanoTime());
            write("begun", name(test));
        }
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        write("skipped", name(test), "0", escaped(reason));
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        boolean failed = result.getStatus() == TestExecutionResult.Status.FAILED;
        if (!test.isTest() && !failed) {
            return;
        }
        long nanos = System.nanoTime() - begun.getOrDefault(test.getUniqueId(), System.nanoTime());
        String status = switch (result.getStatus()) {
            case SUCCESSFUL -> "passed";
            case ABORTED -> "skipped";
            case FAILED -> "failed";
        };
        String reason = result.getThrowable()
                .map(thrown -> failed ? trace(thrown) : String.valueOf(thrown.getMessage()))
                .orElse("");
        write(status, name(test), String.valueOf(nanos / 1_000_000), escaped(reason));
    }

    private static String name(TestIdentifier test) {
        String shown = test.getDisplayName();
        return escaped(test.getSource()
                .map(source -> switch (source) {
                    case MethodSource method when shown.equals(method.getMethodName() + "()") ->
                        shortened(method.getClassName()) + "." + method.getMethodName();
                    case MethodSource method ->
                        shortened(method.getClassName()) + "." + method.getMethodName() + " " + shown;
                    case ClassSource whole -> shortened(whole.getClassName());
                    default -> shown;
                })
                .orElse(shown));
    }

    private static String shortened(String type) {
        return type.substring(type.lastIndexOf('.') + 1);
    }

    private static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "    ");
    }

    @Override
    public void close() {
        lines.close();
    }
}
