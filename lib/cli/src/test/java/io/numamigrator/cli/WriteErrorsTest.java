package io.numamigrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.cli.draw.Output;
import io.numamigrator.cli.draw.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What could not be written was not done. */
class WriteErrorsTest {

    /** A stream that takes nothing, as a file on a full disk. */
    private static final class Full extends Writer {
        private final String reason;

        Full(String reason) {
            this.reason = reason;
        }

        @Override
        public void write(char[] text, int from, int count) throws IOException {
            throw new IOException(reason);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private static Ran onto(String reason, String... arguments) {
        StringWriter err = new StringWriter();
        Terminal terminal = new Terminal(Output.printer(new Full(reason)), new PrintWriter(err, true), 99, false, true,
                false);
        return new Ran(Invocation.run(terminal, arguments), "", err.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"where self", "where self --json", "where -- self", "hardware", "doctor", "doctor self",
        "simulate four", "simulate four -- where self --json", "simulate four -- move self 6ffff5fec000-6ffff5ffc000 2",
        "simulate four -- migrate self 0 3", "simulate four -- doctor", "--help", "--version", "where --help", ""})
    void aFullDiskIsAnErrorWhateverTheCommand(String line) {
        Ran ran = onto("No space left on device", line.isEmpty() ? new String[0] : line.split(" ", -1));

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.complaints()).hasSize(1);
        assertThat(ran.err()).isEqualTo("numa: standard output: No space left on device\n");
    }

    @Test
    void aReaderThatHasSeenEnoughIsNotComplainedTo() {
        Ran ran = onto("Broken pipe", "simulate", "four");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void wrongUsageStaysWrongUsage() {
        Ran ran = onto("No space left on device", "fly");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.complaints()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"where self --svg", "simulate --timeline"})
    void aFileThatCannotBeWrittenIsNamedWithTheReason(String line, @TempDir Path directory) throws IOException {
        Path missing = directory.resolve("no").resolve("picture.svg");
        assertThat(write(line, missing).err()).contains("cannot write " + missing + ": there is no directory "
                + missing.getParent());
        assertThat(write(line, directory).err()).contains("cannot write " + directory + ": Is a directory");
        Path full = Path.of("/dev/full");
        if (Files.exists(full)) {
            assertThat(write(line, full).err()).contains("cannot write /dev/full: No space left on device");
        }
    }

    private static Ran write(String line, Path file) {
        String rest = line.startsWith("simulate") ? " four -- migrate self 0 1" : "";
        Ran ran = Ran.numa((line + " " + file + rest).split(" ", -1));
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.complaints()).hasSize(1);
        return ran;
    }
}
