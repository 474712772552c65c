package io.numamigrator.cli;

import io.numamigrator.MemoryRange;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process of this test that waits until it is closed. */
record Child(Process process) implements AutoCloseable {

    /** Start a process that is no JVM; once it has echoed a line its areas stay as they are. */
    static Child ordinary() throws IOException {
        Process process = new ProcessBuilder("cat").start();
        process.outputWriter(StandardCharsets.UTF_8).append("ready\n").flush();
        return ready(process);
    }

    /** Start a JVM that holds 64 MiB of heap and 16 MiB of direct buffers. */
    static Child jvm(String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-Xms128m", "-cp", System.getProperty("build.folder", "target") + "/test-classes",
                WaitingJvm.class.getName()));
        return start(command);
    }

    /** Start a process and wait for the line {@code ready}. */
    static Child start(List<String> command) throws IOException {
        return ready(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    private static Child ready(Process process) throws IOException {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        String first = output.readLine();
        while (first != null && !first.equals("ready")) {
            first = output.readLine();
        }
        if (first == null) {
            throw new IOException("child ended with " + process.exitValue());
        }
        return new Child(process);
    }

    String pid() {
        return Long.toString(process.pid());
    }

    /** Return the addresses of an area by its name in maps. */
    MemoryRange area(String name) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/maps"))) {
            if (line.endsWith(name)) {
                return MemoryRange.parse(line.substring(0, line.indexOf(' ')));
            }
        }
        throw new IOException("no area " + name);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
