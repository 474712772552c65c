package io.numamigrator.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The line that says where the figures come from. */
final class Machine {

    private Machine() {}

    static String line() throws IOException {
        String model = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 2))
                .findFirst()
                .orElse(System.getProperty("os.arch"));
        return LocalDate.now(ZoneOffset.UTC) + " · " + model + ", " + Runtime.getRuntime().availableProcessors()
                + " CPUs · Linux " + Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip() + " · "
                + System.getProperty("java.vm.name") + " " + Runtime.version() + " · load " + load();
    }

    /** Return the load of the last minute. */
    static String load() throws IOException {
        String averages = Files.readString(Path.of("/proc/loadavg"));
        return averages.substring(0, averages.indexOf(' '));
    }
}
