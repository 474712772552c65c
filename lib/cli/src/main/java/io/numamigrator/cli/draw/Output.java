package io.numamigrator.cli.draw;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Remembers what went wrong when something was written: a PrintWriter alone tells only that something did. */
public final class Output extends Writer {

    private final Writer target;
    private @Nullable IOException failure;

    private Output(Writer target) {
        this.target = target;
    }

    /** Returns a printer to a stream that {@link #failure} can be asked about. */
    public static PrintWriter printer(Writer target) {
        return new Printer(new Output(target));
    }

    /** Returns why something that was printed did not get through; empty if all did, as far as is known. */
    public static Optional<IOException> failure(PrintWriter printer) {
        boolean failed = printer.checkError();
        IOException known = printer instanceof Printer ours ? ours.output.failure : null;
        return failed || known != null
                ? Optional.of(known == null ? new IOException("cannot be written to") : known)
                : Optional.empty();
    }

    private static final class Printer extends PrintWriter {
        private final Output output;

        Printer(Output output) {
            super(output, true);
            this.output = output;
        }
    }

    @FunctionalInterface
    private interface Write {
        void run() throws IOException;
    }

    private void attempt(Write write) throws IOException {
        try {
            write.run();
        } catch (IOException e) {
            failure = failure == null ? e : failure;
            throw e;
        }
    }

    @Override
    public void write(char[] text, int from, int count) throws IOException {
        attempt(() -> target.write(text, from, count));
    }

    @Override
    public void flush() throws IOException {
        attempt(target::flush);
    }

    @Override
    public void close() throws IOException {
        attempt(target::close);
    }
}
