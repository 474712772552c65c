package io.numamigrator.bench;

import java.util.Locale;

/**
 * What a figure must reach.
 *
 * @param what the figure, as the list of gates names it
 * @param found the median measured
 * @param limit what a build may demand, noise allowed for
 * @param target what is aimed at
 * @param atLeast whether more is better
 */
record Gate(String what, double found, double limit, double target, boolean atLeast) {

    static Gate atMost(String what, double found, double limit, double target) {
        return new Gate(what, found, limit, target, false);
    }

    static Gate atLeast(String what, double found, double limit, double target) {
        return new Gate(what, found, limit, target, true);
    }

    boolean passed() {
        return atLeast ? found >= limit : found <= limit;
    }

    /** Return the line of the gate table. */
    String row() {
        String sign = atLeast ? "≥" : "≤";
        return String.format(Locale.ROOT, "| %s | %s | %s %s | %s | %s |", what, number(found), sign, number(limit),
                number(target), passed() ? "PASS" : "**over**");
    }

    private static String number(double value) {
        return value >= 100 || value == 0
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.2f", value);
    }
}
