package io.numamigrator.cli.draw;

/** Writes amounts of memory for people: binary units, four significant digits at most. */
public final class Size {

    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private Size() {}

    /** Return for example {@code 402.0 MiB}, {@code 4.0 KiB}, {@code 0}. */
    public static String of(long bytes) {
        if (bytes == 0) {
            return "0";
        }
        int unit = 0;
        double value = bytes;
        // 1023.96 would be printed as 1024.0
        while (value >= 1023.95 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return (unit == 0 ? Long.toString(bytes) : tenths(value)) + " " + UNITS[unit];
    }

    /** Return a number of pages: {@code 1 page}, {@code 256 pages}. */
    public static String pages(long count) {
        return count + (count == 1 ? " page" : " pages");
    }

    /** Return a share for people: {@code 25 %}, {@code <1 %} where it would round to nothing. */
    public static String share(long part, long whole) {
        if (whole == 0 || part == 0) {
            return "0 %";
        }
        double percent = 100.0 * part / whole;
        if (percent < 1) {
            return "<1 %";
        }
        return (percent > 99 && part < whole ? ">99" : Long.toString(Math.round(percent))) + " %";
    }

    /** Return a bandwidth: {@code 2.1 GiB/s}. */
    public static String rate(long bytes, long nanos) {
        return of(Math.round(bytes * 1e9 / Math.max(1, nanos))) + "/s";
    }

    /** Return a duration: {@code 12.3 ms}. */
    public static String time(long nanos) {
        if (nanos < 1_000_000) {
            return tenths(nanos / 1e3) + " µs";
        }
        return nanos < 1_000_000_000L ? tenths(nanos / 1e6) + " ms" : tenths(nanos / 1e9) + " s";
    }

    /** Write one digit after the point; the JDK's Formatter takes longer to load than the whole answer. */
    private static String tenths(double value) {
        long tenths = Math.round(value * 10);
        return tenths / 10 + "." + tenths % 10;
    }
}
