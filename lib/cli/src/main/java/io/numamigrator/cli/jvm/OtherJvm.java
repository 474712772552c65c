package io.numamigrator.cli.jvm;

import io.numamigrator.JvmFlags;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Asks another process, known to be a JVM, with the {@code jcmd} of this JDK, if that can be done without harm to it. */
public final class OtherJvm {

    private static final long PATIENCE_SECONDS = 20;
    private static final String CONSEQUENCE = "; heap, code cache and metaspace are counted as native memory.";

    private final String proc;
    private final long pid;
    private final Path jcmd;

    /** What jcmd printed, or why there is no answer; empty if there is one. */
    private record Answer(String text, String failure) {}

    /**
     * Prepares to ask a process.
     *
     * @param proc its directory in /proc, with a slash after it, which is known to be that of this process
     */
    public OtherJvm(long pid, String proc) {
        this(pid, proc, Path.of(System.getProperty("java.home"), "bin", "jcmd"));
    }

    OtherJvm(long pid, String proc, Path jcmd) {
        this.pid = pid;
        this.proc = proc;
        this.jcmd = jcmd;
    }

    /**
     * Ask for the layout.
     *
     * @param threads whether to ask for stacks, too, which stops the threads for a moment
     */
    public JvmLayout ask(boolean threads) {
        List<String> commands = new ArrayList<>(JvmLayout.PLACES);
        if (threads) {
            commands.add(JvmLayout.THREADS);
        }
        Answer answer = ask(commands);
        return answer.failure().isEmpty()
                ? JvmLayout.of(
                        answer.text(),
                        "The JVM was asked with jcmd, which starts its attach listener; --no-attach leaves that out. No JVM tells where its"
                                + " direct buffers are; they are within native memory.")
                : JvmLayout.unknown("The JVM did not tell its addresses: " + answer.failure() + CONSEQUENCE);
    }

    /** Asks for the flags that the JVM runs with. */
    public JvmFlags flags() {
        Answer answer = ask(List.of("VM.flags"));
        try {
            return answer.failure().isEmpty() ? JvmFlags.parse(answer.text()) : JvmFlags.unknown(answer.failure());
        } catch (IllegalArgumentException other) {
            return JvmFlags.unknown("jcmd says " + firstLine(answer.text()));
        }
    }

    private Answer ask(List<String> commands) {
        String obstacle = obstacle();
        if (!obstacle.isEmpty()) {
            return new Answer("", obstacle);
        }
        try {
            return run(commands);
        } catch (IOException e) {
            return new Answer("", String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer("", "interrupted");
        }
    }

    /** Return what speaks against asking: jcmd sends SIGQUIT to a JVM that has no attach listener yet. */
    private String obstacle() {
        if (!Files.isExecutable(jcmd)) {
            return "there is no " + jcmd + ", install a whole JDK (Debian: openjdk-25-jdk-headless)";
        }
        try {
            String commandLine = Files.readString(Path.of(proc + "cmdline"), StandardCharsets.ISO_8859_1);
            if (commandLine.contains("-XX:+DisableAttachMechanism")) {
                return "it runs with -XX:+DisableAttachMechanism";
            }
            String stat = Files.readString(Path.of(proc + "stat"), StandardCharsets.ISO_8859_1);
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state == 'T' || state == 't' ? "it is stopped" : "";
        } catch (IOException e) {
            return proc + " cannot be read";
        }
    }

    private Answer run(List<String> commands) throws IOException, InterruptedException {
        Path output = Files.createTempFile("numa-jcmd", ".txt");
        try {
            Process child = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "-f", "/dev/stdin")
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            try (var stdin = child.outputWriter(StandardCharsets.US_ASCII)) {
                stdin.write(String.join("\n", commands) + "\n");
            }
            if (!child.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                child.destroyForcibly().waitFor();
                return new Answer("", "it did not answer within " + PATIENCE_SECONDS + " s");
            }
            String answer = Files.readString(output, StandardCharsets.UTF_8);
            return child.exitValue() == 0
                    ? new Answer(answer, "")
                    : new Answer("", "jcmd says " + firstLine(answer));
        } finally {
            Files.delete(output);
        }
    }

    private static String firstLine(String answer) {
        return answer.lines()
                .filter(line -> !line.isBlank() && !line.endsWith(":"))
                .findFirst()
                .orElse("nothing");
    }
}
