package io.numamigrator.areas;

import java.nio.charset.StandardCharsets;

/** A path as the kernel prints it in /proc: raw bytes, a few of them as octal escapes. */
final class KernelPath {

    private KernelPath() {}

    /** Resolve the escapes of numa_maps: newline, tab, blank and equals sign. */
    static String fromNumaMaps(String printed) {
        return decode(printed
                .replace("\\012", "\n")
                .replace("\\011", "\t")
                .replace("\\040", " ")
                .replace("\\075", "="));
    }

    /** Resolve the one escape of maps: newline. */
    static String fromMaps(String printed) {
        return decode(printed.replace("\\012", "\n"));
    }

    /** The seam reads /proc byte for byte, so a path of several bytes a character has to be put together. */
    private static String decode(String bytes) {
        return bytes.chars().allMatch(c -> c < 128)
                ? bytes
                : new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
