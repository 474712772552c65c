package io.numamigrator.cli.jvm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Asks another JVM with the {@code jcmd} of this JDK, if that can be done without harm to it. */
public final class OtherJvm {

    private static final long PATIENCE_SECONDS = 20;
    private static final String CONSEQUENCE = "; heap, code cache and metaspace are counted as native memory.";

    private final long pid;
    private final Path jcmd;

    /** Prepare to ask a process. */
    public OtherJvm(long pid) {
        this(pid, Path.of(System.getProperty("java.home"), "bin", "jcmd"));
    }

    OtherJvm(long pid, Path jcmd) {
        this.pid = pid;
        this.jcmd = jcmd;
    }

    /**
     * Ask for the layout.
     *
     * @param threads whether to ask for stacks, too, which stops the threads for a moment
     */
    public JvmLayout ask(boolean threads) {
        String obstacle = obstacle();
        if (!obstacle.isEmpty()) {
            return JvmLayout.unknown("The JVM was not asked: " + obstacle + CONSEQUENCE);
        }
        try {
            return run(threads);
        } catch (IOException e) {
            return JvmLayout.unknown("The JVM could not be asked: " + e.getMessage() + CONSEQUENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return JvmLayout.unknown("The JVM could not be asked: interrupted" + CONSEQUENCE);
        }
    }

    /** Return what speaks against asking: jcmd sends SIGQUIT to a JVM that has no attach listener yet. */
    private String obstacle() {
        if (!Files.isExecutable(jcmd)) {
            return "there is no " + jcmd + ", install a whole JDK (Debian: openjdk-25-jdk-headless)";
        }
        try {
            String commandLine = Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1);
            if (commandLine.contains("-XX:+DisableAttachMechanism")) {
                return "it runs with -XX:+DisableAttachMechanism";
            }
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state == 'T' || state == 't' ? "it is stopped" : "";
        } catch (IOException e) {
            return "/proc/" + pid + " cannot be read";
        }
    }

    private JvmLayout run(boolean threads) throws IOException, InterruptedException {
        List<String> commands = new ArrayList<>(JvmLayout.PLACES);
        if (threads) {
            commands.add(JvmLayout.THREADS);
        }
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
                return JvmLayout.unknown("The JVM did not answer within " + PATIENCE_SECONDS + " s" + CONSEQUENCE);
            }
            String answer = Files.readString(output, StandardCharsets.UTF_8);
            if (child.exitValue() != 0) {
                return JvmLayout.unknown("The JVM could not be asked: jcmd says " + firstLine(answer) + CONSEQUENCE);
            }
            return JvmLayout.of(
                    answer,
                    "The JVM was asked with jcmd, which starts its attach listener; --no-attach leaves that out. No JVM tells where its"
                            + " direct buffers are; they are within native memory.");
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
