package io.numamigrator.kernel;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The first two numbers of a kernel release, {@code 6.12} of {@code 6.12.0-1-amd64}; 0.0 if there are none. */
public record LinuxRelease(int major, int minor) {

    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,4})\\.(\\d{1,4}).*", Pattern.DOTALL);

    /** Read the numbers of a release. */
    public static LinuxRelease parse(String release) {
        Matcher numbers = NUMBERS.matcher(release);
        return numbers.matches()
                ? new LinuxRelease(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)))
                : new LinuxRelease(0, 0);
    }

    /** Tell whether this release is that one or a later one. */
    public boolean atLeast(int wantedMajor, int wantedMinor) {
        return major > wantedMajor || major == wantedMajor && minor >= wantedMinor;
    }
}
