package io.numamigrator;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A real process that waits for its end. */
final class OtherProcess implements Bystander {

    private final Process process;
    private final String said;

    private OtherProcess(String... command) throws IOException {
        process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        BufferedReader output = process.inputReader();
        said = String.valueOf(output.readLine());
    }

    /** Start a process of the caller's own user. */
    static OtherProcess own() throws IOException {
        return new OtherProcess("sh", "-c", "echo ready; read end");
    }

    /** Start a process of another user, dumpable because it was started by exec. */
    static OtherProcess ofNobody() throws IOException {
        return withSetpriv("--reuid=65534", "--regid=65534", "--clear-groups");
    }

    /** Start a process of the own user that has no capabilities. */
    static OtherProcess ownWithoutCapabilities() throws IOException {
        return withSetpriv("--bounding-set=-all", "--inh-caps=-all");
    }

    /** The child shares its parent's pages, also where the shell is a static program that nobody else runs; it ends with the pipe. */
    private static final String WITH_CHILD = "exec 3<&0; (read end <&3) & echo ready; read end";

    private static OtherProcess withSetpriv(String... options) throws IOException {
        String[] command = Stream.of(
                List.of("setpriv"), List.of(options), List.of("sh", "-c", WITH_CHILD))
                .flatMap(List::stream)
                .toArray(String[]::new);
        try {
            OtherProcess process = new OtherProcess(command);
            Assumptions.assumeTrue(process.said.equals("ready"), "setpriv may not change to another user here");
            return process;
        } catch (IOException missing) {
            return Assumptions.abort("setpriv is not installed (util-linux): " + missing.getMessage());
        }
    }

    /** Start a process with a child that it will never wait for; the child ends when a byte comes in. */
    static OtherProcess withZombie() throws IOException {
        OtherProcess parent = new OtherProcess(
                "sh", "-c", "exec 3<&0; head -c1 <&3 >/dev/null & exec sh -c \"echo $!; exec sleep 1000\" </dev/null");
        // A shell reaps children even of a command that it is about to become; sleep never does.
        while (!Files.readString(Path.of("/proc", Integer.toString(parent.pid()), "comm")).equals("sleep\n")) {
            Thread.onSpinWait();
        }
        parent.process.getOutputStream().write('\n');
        parent.process.getOutputStream().flush();
        return parent;
    }

    @Override
    public int pid() {
        return (int) process.pid();
    }

    /** Return the pid of the zombie, once it is one. */
    @Override
    public int zombie() throws IOException {
        Path stat = Path.of("/proc", said, "stat");
        while (!Files.readString(stat).contains(") Z ")) {
            Thread.onSpinWait();
        }
        return Integer.parseInt(said);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
