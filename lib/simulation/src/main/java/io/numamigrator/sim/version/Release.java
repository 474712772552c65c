package io.numamigrator.sim.version;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The number of a Linux release, ordered as releases are: {@code 2.6.16-rc1} before {@code 2.6.16} before {@code 6.12}.
 *
 * @param candidate number of the release candidate, {@link #FINAL} for the release itself
 */
public record Release(int major, int minor, int patch, int candidate) {

    private static final int FINAL = 9999;

    private static final Pattern NUMBERS =
            Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(?:\\.(\\d{1,4}))?(?:-rc(\\d{1,2}))?");

    /**
     * Read a release like {@code 6.12}, {@code 2.6.18} or {@code 2.6.16-rc1}.
     *
     * @throws IllegalArgumentException if it is written otherwise
     */
    public static Release parse(String text) {
        Matcher numbers = NUMBERS.matcher(text);
        if (!numbers.matches()) {
            throw new IllegalArgumentException(
                    "kernel \"" + text + "\" is no Linux release; write it like 6.12 or 2.6.16-rc1");
        }
        return new Release(
                Integer.parseInt(numbers.group(1)),
                Integer.parseInt(numbers.group(2)),
                numbers.group(3) == null ? 0 : Integer.parseInt(numbers.group(3)),
                numbers.group(4) == null ? FINAL : Integer.parseInt(numbers.group(4)));
    }

    /** Tells whether it is a release itself, not a candidate for one. */
    boolean isFinal() {
        return candidate == FINAL;
    }

    /** Returns the name of the releases that differ in their last number alone: {@code 6.12}, of the oldest {@code 2.6.16}. */
    String series() {
        return family() + "." + number();
    }

    /** Returns what names of series begin with: {@code 6}, of the oldest {@code 2.6}. */
    String family() {
        return major > 2 ? Integer.toString(major) : major + "." + minor;
    }

    /** Returns the number of the series in its family: 12 in 6.12, 16 in 2.6.16. */
    int number() {
        return major > 2 ? minor : patch;
    }

    /** Return a number that is larger the later the release is. */
    public long order() {
        return ((major * 10_000L + minor) * 10_000L + patch) * 10_000L + candidate;
    }

    @Override
    public String toString() {
        return major + "." + minor + (patch == 0 ? "" : "." + patch) + (candidate == FINAL ? "" : "-rc" + candidate);
    }
}
