package io.numamigrator.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The rows of the simulation's table as they are measured, each with its bar beside it if it has one. */
final class SimulationRows {

    /** Much of the simulation's code is compiled late: with less, figures are those of the interpreter here and there. */
    private static final long WARM_NANOS = 1_500_000_000;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Effort effort;
    private final List<Gate> gates = new ArrayList<>();
    private final StringBuilder table = new StringBuilder("""
            ## Simulation

            | figure | found | bar | |
            |---|---|---|---|
            """);

    SimulationRows(Effort effort) {
        this.effort = effort;
    }

    /** What is repeated; {@code turn} counts from 0. */
    interface Work {
        void run(int turn);
    }

    /** Return the CPU seconds of one turn: the median of several samples, when hot. */
    double seconds(Work work) {
        int turn = 0;
        for (long end = System.nanoTime() + WARM_NANOS; System.nanoTime() < end;) {
            work.run(turn++);
            work.run(turn++);
        }
        double[] samples = new double[effort.rounds()];
        for (int i = 0; i < samples.length; i++) {
            long start = threads.getCurrentThreadCpuTime();
            long spent = 0;
            int turns = 0;
            for (; spent < effort.slotNanos(); spent = threads.getCurrentThreadCpuTime() - start) {
                work.run(turn++);
                work.run(turn++);
                turns += 2;
            }
            samples[i] = 1e-9 * spent / turns;
        }
        Arrays.sort(samples);
        return samples[samples.length / 2];
    }

    int rounds() {
        return effort.rounds();
    }

    void note(String what, double found) {
        row(what, found, "", "");
    }

    void atLeast(String what, double found, double limit, double target) {
        bar(what, Gate.atLeast("simulation, " + what, found, limit, target));
    }

    void atMost(String what, double found, double limit) {
        bar(what, Gate.atMost("simulation, " + what, found, limit, limit));
    }

    private void bar(String what, Gate gate) {
        gates.add(gate);
        String sign = gate.atLeast() ? "≥ " : "≤ ";
        row(what, gate.found(), sign + number(gate.limit()), gate.passed() ? "PASS" : "**over**");
    }

    private void row(String what, double found, String bar, String verdict) {
        System.err.println("  " + what + ": " + number(found) + " " + verdict);
        table.append("| ").append(what).append(" | ").append(number(found)).append(" | ").append(bar).append(" | ")
                .append(verdict).append(" |\n");
    }

    /** Write three digits at least, and no exponent. */
    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : value >= 1 ? "%.2f" : "%.3g",
                value);
    }

    Section section() {
        return new Section(table.toString(), gates);
    }
}
