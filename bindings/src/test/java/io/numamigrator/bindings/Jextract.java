package io.numamigrator.bindings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The generator of the bindings, which is installed apart: no package registry has it. */
record Jextract(String command, Path nativeHeaders) {

    /** The bindings cannot be generated, and why. */
    static final class Failure extends Exception {
        private static final long serialVersionUID = 1;

        Failure(String message) {
            super(message);
        }
    }

    /** One run: a header, its option file, and what else it takes. */
    private record Run(String header, String options, List<String> more) {}

    /** Print every generated class below a directory; return the names of those that could not be, and why. */
    List<String> printAll(Path output) throws IOException, InterruptedException, Failure {
        requireInstalled();
        List<String> skipped = new ArrayList<>();
        for (String name : List.of("libc", "mempolicy", "libnuma")) {
            run(new Run(name + ".h", name + ".args", List.of()), output);
        }
        printSyscalls("SyscallsX86_64", "amd64", "x86_64", output, skipped);
        printSyscalls("SyscallsAarch64", "aarch64", "aarch64", output, skipped);
        rewriteForJava22(output);
        return skipped;
    }

    private void printSyscalls(String className, String javaName, String gnuName, Path output, List<String> skipped)
            throws IOException, InterruptedException, Failure {
        List<String> more = new ArrayList<>(List.of("--header-class-name", className));
        if (!System.getProperty("os.arch").equals(javaName)) {
            Path headers = Path.of("/usr/" + gnuName + "-linux-gnu/include");
            if (!Files.isDirectory(headers)) {
                skipped.add(className + ".java: the kernel's headers for " + gnuName + " are not in " + headers);
                return;
            }
            more.addAll(List.of("-I", headers.toString()));
        }
        run(new Run("syscalls.h", "syscalls.args", more), output);
    }

    private void run(Run run, Path output) throws IOException, InterruptedException, Failure {
        List<String> line = new ArrayList<>(List.of(command, "--output", output.toAbsolutePath().toString()));
        line.addAll(run.more);
        line.addAll(List.of("@" + run.options, run.header));
        Process process = new ProcessBuilder(line).directory(nativeHeaders.toFile()).inheritIO().start();
        int status = process.waitFor();
        if (status != 0) {
            throw new Failure("exit status " + status + " of: " + String.join(" ", line));
        }
    }

    private void requireInstalled() throws Failure {
        Stream<Path> places = command.contains("/")
                ? Stream.of(Path.of(command))
                : Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1)).map(p -> Path.of(p, command));
        if (places.noneMatch(place -> Files.isRegularFile(place) && Files.isExecutable(place))) {
            throw new Failure("jextract is not installed: there is no executable " + command + (command.contains("/")
                    ? ""
                    : " in the PATH")
                    + ". Unpack a build from https://jdk.java.net/jextract/ and name it: -Djextract=/path/to/bin/jextract");
        }
    }

    /** jextract prints {@code findOrThrow}, which is Java 23. */
    private static void rewriteForJava22(Path output) throws IOException {
        try (Stream<Path> files = Files.walk(output)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.writeString(file, Files.readString(file)
                        .replaceAll("SYMBOL_LOOKUP\\.findOrThrow\\((\"\\w+\")\\)",
                                "SYMBOL_LOOKUP.find($1).orElseThrow()"));
            }
        }
    }
}
