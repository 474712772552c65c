package io.numamigrator.bindings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Ask gcc whether claims hold in a header: one static assert for each. */
final class HeaderCheck {

    private static final Pattern ERROR = Pattern.compile("error: (?:static assertion failed: \"(.*)\")?");

    private static final Pattern MISSING = Pattern.compile("\\S+: No such file or directory");

    private final Path directory;
    private final String header;
    private final List<String> flags;

    /**
     * Prepare a check.
     *
     * @param directory for the C file
     * @param header as it follows {@code #include}, with its brackets or quotes
     * @param flags of gcc, where it finds the header
     */
    HeaderCheck(Path directory, String header, List<String> flags) {
        this.directory = directory;
        this.header = header;
        this.flags = flags;
    }

    /** Return whether there is a gcc. */
    static boolean gccIsInstalled() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, "gcc")));
    }

    /** Return which file is missing of the header and all that it includes, in gcc's words; empty if none. */
    Optional<String> missingFile() throws IOException, InterruptedException {
        Matcher missing = MISSING.matcher(gcc("").output());
        return missing.find() ? Optional.of(missing.group()) : Optional.empty();
    }

    Verdict judge(List<Claim> claims) throws IOException, InterruptedException {
        if (claims.isEmpty()) {
            return new Verdict.CheckBroken("there is nothing to check");
        }
        return judge(gcc(claims.stream().map(Claim::toC).collect(Collectors.joining("\n"))), claims.size());
    }

    private static Verdict judge(Compilation compilation, int claims) {
        if (compilation.exitCode() == 0) {
            return new Verdict.Clean(claims);
        }
        List<String> wrong = new ArrayList<>();
        Matcher error = ERROR.matcher(compilation.output());
        while (error.find()) {
            if (error.group(1) == null) {
                return new Verdict.CheckBroken(compilation.output());
            }
            wrong.add(error.group(1));
        }
        return wrong.isEmpty() ? new Verdict.CheckBroken(compilation.output()) : new Verdict.Wrong(wrong);
    }

    private Compilation gcc(String asserts) throws IOException, InterruptedException {
        Path source = Files.writeString(directory.resolve("check.c"), "#include " + header + "\n" + asserts + "\n");
        Path output = directory.resolve("gcc.txt");
        List<String> command = new ArrayList<>(List.of("gcc", "-fsyntax-only", "-D_GNU_SOURCE"));
        command.addAll(flags);
        command.add(source.toString());
        ProcessBuilder gcc = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        gcc.environment().put("LC_ALL", "C");
        return new Compilation(gcc.start().waitFor(), Files.readString(output));
    }

    private record Compilation(int exitCode, String output) {}
}
