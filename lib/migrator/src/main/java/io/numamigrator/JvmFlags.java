package io.numamigrator;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The switches that a HotSpot JVM runs with, as it tells them itself: what it made of its command line.
 *
 * <p>A JVM turns some switches off by itself, such as {@code -XX:+UseNUMA} where it is bound to one node, and others on. A command line
 * alone does not show that.
 *
 * {@snippet :
 * JvmFlags flags = JvmFlags.parse(answerOfJcmd);   // jcmd PID VM.flags
 * System.out.println(numa.process(pid).explain(flags));
 * }
 *
 * @param switches the switches that do not have their default, by name; empty if the JVM did not tell
 * @param unknownBecause why the JVM did not tell; empty if it did
 */
public record JvmFlags(Map<String, Boolean> switches, Optional<String> unknownBecause) {

    private static final Pattern SWITCH = Pattern.compile("(?<!\\S)-XX:([+-])(\\w+)(?!\\S)");

    /** Keeps an unmodifiable copy of the switches. */
    public JvmFlags {
        switches = Map.copyOf(Objects.requireNonNull(switches, "switches"));
        Objects.requireNonNull(unknownBecause, "unknownBecause");
    }

    /**
     * Returns the switches in an answer to the diagnostic command {@code VM.flags}; what it does not name has its default.
     *
     * @throws IllegalArgumentException if there is no switch at all in it, which no JVM answers
     */
    public static JvmFlags parse(String answer) {
        Objects.requireNonNull(answer, "answer");
        Map<String, Boolean> switches = new HashMap<>();
        for (Matcher found = SWITCH.matcher(answer); found.find();) {
            switches.put(found.group(2), found.group(1).equals("+"));
        }
        if (switches.isEmpty()) {
            String start = answer.strip().lines().findFirst().orElse("");
            throw new IllegalArgumentException("\"" + start + "\" is no answer to VM.flags: it holds no -XX switch");
        }
        return new JvmFlags(switches, Optional.empty());
    }

    /**
     * Returns that the JVM did not tell.
     *
     * @param why it did not, in words to print: {@code it belongs to another user}
     */
    public static JvmFlags unknown(String why) {
        return new JvmFlags(Map.of(), Optional.of(Objects.requireNonNull(why, "why")));
    }

    /** Returns whether the JVM told; what it did not name is off then, as every switch that matters here is by default. */
    public boolean isKnown() {
        return unknownBecause.isEmpty();
    }

    /** Returns whether a switch is on, as far as the JVM told. */
    public boolean on(String name) {
        Objects.requireNonNull(name, "name");
        return switches.getOrDefault(name, false);
    }
}
