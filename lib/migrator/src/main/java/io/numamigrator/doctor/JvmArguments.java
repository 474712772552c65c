package io.numamigrator.doctor;

import io.numamigrator.access.ExaminedProcess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The -XX switches a JVM was started with, read from /proc/PID/cmdline and /proc/PID/environ.
 *
 * <p>Arguments in @files and in a JAR's manifest are not seen. The last word about a switch wins, in this order:
 * JAVA_TOOL_OPTIONS, JDK_JAVA_OPTIONS, the command line, _JAVA_OPTIONS.
 */
final class JvmArguments {

    private static final Pattern SWITCH = Pattern.compile("-XX:([+-])(\\w+)");

    /** Options of the java command whose value is the next argument. */
    private static final Set<String> WITH_VALUE = Set.of("-cp", "-classpath", "--class-path", "-p", "--module-path",
            "--upgrade-module-path", "--add-modules", "--limit-modules", "--add-reads", "--add-exports", "--add-opens",
            "--patch-module", "--enable-native-access", "--source");

    private final Map<String, Boolean> switches = new HashMap<>();
    private final Map<String, String> sources = new HashMap<>();

    private final List<String> read = new ArrayList<>();

    private JvmArguments() {}

    /** Read the switches; empty if the process is no JVM, or hides its command line. */
    static Optional<JvmArguments> of(ExaminedProcess patient) {
        Optional<String> line = patient.ofProcess("cmdline").word();
        if (line.isEmpty() || !isJvm(patient, line.get())) {
            return Optional.empty();
        }
        JvmArguments arguments = new JvmArguments();
        Map<String, String> environment = environment(patient);
        arguments.take("JAVA_TOOL_OPTIONS", words(environment.get("JAVA_TOOL_OPTIONS")));
        arguments.take("JDK_JAVA_OPTIONS", words(environment.get("JDK_JAVA_OPTIONS")));
        arguments.take("command line", beforeMainClass(List.of(line.get().split("\0", -1))));
        arguments.take("_JAVA_OPTIONS", words(environment.get("_JAVA_OPTIONS")));
        return Optional.of(arguments);
    }

    private static boolean isJvm(ExaminedProcess patient, String line) {
        String program = line.split("\0", 2)[0];
        return patient.isSelf() || program.substring(program.lastIndexOf('/') + 1).equals("java")
                || patient.ofProcess("maps").text().filter(maps -> maps.contains("/libjvm.so")).isPresent();
    }

    private static Map<String, String> environment(ExaminedProcess patient) {
        Map<String, String> environment = new HashMap<>();
        for (String entry : patient.ofProcess("environ").text().orElse("").split("\0", -1)) {
            int equals = entry.indexOf('=');
            if (equals > 0) {
                environment.put(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
        return environment;
    }

    private static List<String> words(@org.jspecify.annotations.Nullable String value) {
        return value == null ? List.of() : List.of(value.strip().split("\\s+", -1));
    }

    private static List<String> beforeMainClass(List<String> line) {
        List<String> options = new ArrayList<>();
        for (int i = 1; i < line.size(); i++) {
            String argument = line.get(i);
            boolean main = !argument.startsWith("-") && !argument.startsWith("@") || Stream.of("-jar", "-m", "--module")
                    .anyMatch(argument::equals);
            if (main) {
                break;
            }
            options.add(argument);
            i += WITH_VALUE.contains(argument) ? 1 : 0;
        }
        return options;
    }

    private void take(String source, List<String> arguments) {
        if (!arguments.isEmpty()) {
            read.add(source);
        }
        for (String argument : arguments) {
            Matcher found = SWITCH.matcher(argument);
            if (found.matches()) {
                switches.put(found.group(2), found.group(1).equals("+"));
                sources.put(found.group(2), source + ": " + argument);
            }
        }
    }

    /** Return which of the sources were there, without what they say: a command line may hold secrets. */
    String seen() {
        return "read: " + String.join(", ", read);
    }

    boolean on(String name) {
        return switches.getOrDefault(name, false);
    }

    /** Return where a switch was set, and how. */
    String evidence(String name) {
        return sources.getOrDefault(name, name + ": not set");
    }
}
