package io.numamigrator.bench;

/**
 * How long to measure.
 *
 * @param rounds samples of each figure
 * @param slotNanos CPU time of one sample
 * @param warmNanos CPU time to warm up each way of a job at each size
 * @param mostPages the longest query
 * @param rangePages the length of the ranges, 1 GiB where time allows
 * @param starts processes of each kind
 */
record Effort(int rounds, long slotNanos, long warmNanos, int mostPages, int rangePages, int starts) {

    static final Effort FULL = new Effort(41, 6_000_000, 200_000_000, 1 << 20, 1 << 18, 15);
    static final Effort QUICK = new Effort(15, 4_000_000, 100_000_000, 1 << 16, 1 << 18, 5);
}
