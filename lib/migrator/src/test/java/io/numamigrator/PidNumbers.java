package io.numamigrator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Short-lived processes in a pid namespace of one's own, where the next number can be chosen. */
public final class PidNumbers {

    private PidNumbers() {}

    /** Starts a process that runs until {@link #end}. */
    public static Process start() throws IOException {
        Process process = new ProcessBuilder("cat").start();
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        process.getInputStream().read();
        return process;
    }

    /** Kills a process and waits for its end. */
    public static void end(Process process) {
        process.destroyForcibly().onExit().join();
    }

    /** Starts a process under the number of one that has ended, later than that one by the clock of /proc. */
    public static Process startAgainAs(Process ended) throws IOException {
        Files.writeString(Path.of("/proc/sys/kernel/ns_last_pid"), Long.toString(ended.pid() - 1));
        letTheClockTick();
        return start();
    }

    /** A start is told in hundredths of a second. */
    private static void letTheClockTick() throws IOException {
        Path uptime = Path.of("/proc/uptime");
        String before = Files.readString(uptime).split(" ", 2)[0];
        while (Files.readString(uptime).startsWith(before + " ")) {
            Thread.onSpinWait();
        }
    }
}
