package io.numamigrator.bench;

import java.util.Arrays;
import java.util.Locale;

/**
 * Median and 10th and 90th percentile of some samples.
 *
 * @param median the 50th percentile
 * @param low the 10th percentile
 * @param high the 90th percentile
 */
record Spread(double median, double low, double high) {

    static Spread of(double[] samples) {
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        return new Spread(at(sorted, 0.5), at(sorted, 0.1), at(sorted, 0.9));
    }

    static Spread ofRatios(double[] above, double[] below) {
        double[] ratios = new double[above.length];
        Arrays.setAll(ratios, i -> above[i] / below[i]);
        return of(ratios);
    }

    private static double at(double[] sorted, double part) {
        double place = part * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /** Return a ratio as the tables write it: {@code 1.13 (1.12–1.15)}. */
    String asRatio() {
        return String.format(Locale.ROOT, "%.2f (%.2f–%.2f)", median, low, high);
    }

    /** Return a time in ns as the tables write it, in the unit that fits. */
    String asTime() {
        if (median < 1e4) {
            return String.format(Locale.ROOT, "%.0f ns", median);
        }
        return median < 1e7
                ? String.format(Locale.ROOT, "%.1f µs", median / 1e3)
                : String.format(Locale.ROOT, "%.1f ms", median / 1e6);
    }
}
