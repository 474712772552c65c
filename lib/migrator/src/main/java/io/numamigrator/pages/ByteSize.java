package io.numamigrator.pages;

/** A number of bytes in the largest unit that it is a whole number of: {@code 2 MiB}, {@code 1 GiB}. */
public final class ByteSize {

    private static final long KIB = 1024;
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB"};

    private ByteSize() {}

    public static String of(long bytes) {
        long left = bytes;
        int unit = 0;
        while (left >= KIB && left % KIB == 0 && unit < UNITS.length - 1) {
            left /= KIB;
            unit++;
        }
        return left + " " + UNITS[unit];
    }
}
