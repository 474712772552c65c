package io.numamigrator.cli;

import io.numamigrator.NumaException;
import io.numamigrator.NumaUnavailableException;
import io.numamigrator.cli.draw.Output;
import io.numamigrator.cli.draw.Terminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Exit codes, and the one line that says what went wrong. */
final class Failure {

    static final int OK = 0;
    static final int REFUSED = 1;
    static final int USAGE = 2;

    /** A plan does not fit its process: nothing was moved. */
    static final int DOES_NOT_FIT = 3;

    private Failure() {}

    /** Print what went wrong and return the exit code. */
    static int report(Exception failure, String command, Terminal terminal) {
        String message = String.valueOf(failure.getMessage());
        int code = switch (failure) {
            case NumaException refused -> REFUSED;
            case NumaUnavailableException unavailable -> REFUSED;
            case UncheckedIOException broken -> REFUSED;
            case IOException broken -> REFUSED;
            case IllegalArgumentException wrong -> USAGE;
            case Exception defect -> {
                message = "internal error: " + defect + " at " + origin(defect);
                yield REFUSED;
            }
        };
        terminal.err().println(line(command + ": " + message));
        return code;
    }

    /**
     * Return an exit code, or {@link #REFUSED} if not everything got through to standard output, and say why.
     *
     * <p>A reader that goes before the end, like {@code head}, had what it wanted: that is told by the exit code alone, as other programs
     * tell it by the signal that ends them.
     */
    static int unlessUnwritten(int code, Terminal terminal) {
        Optional<IOException> unwritten = Output.failure(terminal.out());
        if (unwritten.isEmpty()) {
            return code;
        }
        String reason = String.valueOf(unwritten.get().getMessage());
        if (!reason.contains("Broken pipe")) {
            terminal.err().println(line("numa: standard output: " + reason));
        }
        return code == OK ? REFUSED : code;
    }

    private static String origin(Exception defect) {
        StackTraceElement[] trace = defect.getStackTrace();
        return trace.length == 0 ? "an unknown place" : trace[0].toString();
    }

    /** Return a text of several lines as one. */
    static String line(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
