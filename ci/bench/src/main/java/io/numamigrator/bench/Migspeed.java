package io.numamigrator.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The program migspeed of the numactl project, which moves pages of its own and says how long that took. */
final class Migspeed {

    private static final Pattern SAID =
            Pattern.compile("([0-9.]+) Mbyte migrated in [0-9.]+ secs. ([0-9.]+) Mbytes/second");

    private Migspeed() {}

    /** Run it once and return the time of its move in ns, from the rate, which it prints with more digits. */
    static double nanos(String program, int pages, int from, int to) {
        try {
            Process process =
                    new ProcessBuilder(program, "-p", String.valueOf(pages), String.valueOf(from), String.valueOf(to))
                            .redirectErrorStream(true)
                            .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            Matcher figures = SAID.matcher(said);
            if (process.onExit().join().exitValue() != 0 || !figures.find()) {
                throw new IllegalStateException("migspeed said: " + said);
            }
            return Double.parseDouble(figures.group(1)) / Double.parseDouble(figures.group(2)) * 1e9;
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }
}
