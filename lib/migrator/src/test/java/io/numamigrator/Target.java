package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** A process to be looked into; it waits for the end of its input, so it ends with the test at the latest. */
final class Target implements AutoCloseable {

    private final Process process;
    private final BufferedReader lines;
    private final int pid;

    private Target(List<String> arguments) throws IOException, InterruptedException {
        process = new ProcessBuilder(
                Stream.concat(Stream.of(CProgram.TARGET.path().toString()), arguments.stream()).toList())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        lines = process.inputReader(StandardCharsets.UTF_8);
        pid = Integer.parseInt(lines.readLine().substring("pid ".length()));
    }

    /** Start a process with these real, effective and saved ids, of user and group alike. */
    static Target withIds(int real, int effective, int saved, boolean dumpable)
            throws IOException, InterruptedException {
        return new Target(List.of("" + real, "" + effective, "" + saved, dumpable ? "1" : "0"));
    }

    /** Start a process whose child has ended; {@link #pid()} is the child. */
    static Target zombie() throws IOException, InterruptedException {
        return new Target(List.of("zombie"));
    }

    /** Have the zombie reaped by its parent. */
    void reap() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        assertThat(lines.readLine()).isEqualTo("reaped " + pid);
    }

    int pid() {
        return pid;
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        assertThat(process.onExit().join().exitValue()).isZero();
    }
}
