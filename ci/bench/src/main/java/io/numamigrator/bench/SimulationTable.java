package io.numamigrator.bench;

import io.numamigrator.MemoryRange;
import io.numamigrator.NodeSet;
import io.numamigrator.NumaMigrator;
import io.numamigrator.NumaProcess;
import io.numamigrator.PageReport;
import io.numamigrator.Placement;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How fast a simulated machine is, through the library's own face, and how much memory it takes. */
final class SimulationTable {

    private static final long GIB = 1L << 30;
    private static final int PAGE = 4096;
    private static final int LIST = 1 << 16;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Effort effort;
    private final StringBuilder table = new StringBuilder("""
            ## Simulation

            | figure | found |
            |---|---|
            """);
    private final List<Gate> gates = new ArrayList<>();

    SimulationTable(Effort effort) {
        this.effort = effort;
    }

    /** What is repeated; {@code turn} counts from 0. */
    private interface Work {
        void run(int turn);
    }

    Section measure() {
        lists();
        ranges();
        bytes();
        building();
        twoThreads();
        return new Section(table.toString(), gates);
    }

    private static SimulatedMachine machine() {
        return SimulatedMachine.builder().nodes(4, 256 * GIB).build();
    }

    private void lists() {
        SimulatedMachine machine = machine();
        SimulatedProcess process = machine.process();
        MemoryRange memory = process.map((long) LIST * PAGE);
        process.place(memory, 0);
        NumaMigrator numa = machine.migrator();
        long[] addresses = new long[LIST];
        for (int i = 0; i < LIST; i++) {
            addresses[i] = memory.start() + (long) i * PAGE;
        }
        Placement[] plans = {plan(addresses, 1), plan(addresses, 2)};
        atLeast("list move, M pages/s", 1e-6 * LIST / seconds(turn -> numa.move(plans[turn & 1])), 250, 1000);
        PageReport report = numa.locate(addresses);
        atLeast("query of a range, M pages/s",
                1e-6 * LIST / seconds(_ -> numa.self().locate(memory, report)), 400, 400);
    }

    private static Placement plan(long[] addresses, int node) {
        int[] nodes = new int[addresses.length];
        Arrays.fill(nodes, node);
        return Placement.of(addresses, nodes);
    }

    private void ranges() {
        SimulatedMachine machine = machine();
        SimulatedProcess process = machine.process();
        MemoryRange memory = process.map(64 * GIB);
        process.place(memory, 0);
        long pages = memory.bytes() / PAGE;
        NumaProcess self = machine.migrator().self();
        atLeast("range move, uniform, G pages/s", 1e-9 * pages / seconds(turn -> there(self, turn)), 100, 100);

        SimulatedMachine other = machine();
        MemoryRange mixed = mixed(other.process(), LIST * 2);
        NumaProcess its = other.migrator().self();
        atLeast("range move, every other page on another node, G pages/s",
                1e-9 * (mixed.bytes() / PAGE / 2) / seconds(turn -> there(its, turn)), 1, 1);
    }

    private static void there(NumaProcess process, int turn) {
        int from = (turn & 1) == 0 ? 0 : 2;
        process.migrate(NodeSet.of(from), NodeSet.of(2 - from));
    }

    /** Map memory whose pages are on nodes 0 and 1 in turn. */
    private static MemoryRange mixed(SimulatedProcess process, int pages) {
        MemoryRange memory = process.map((long) pages * PAGE);
        process.place(memory, 0);
        for (int i = 1; i < pages; i += 2) {
            MemoryRange page = new MemoryRange(memory.start() + (long) i * PAGE, PAGE);
            process.discard(page);
            process.place(page, 1);
        }
        return memory;
    }

    private void bytes() {
        SimulatedMachine machine = machine();
        long before = heap();
        MemoryRange uniform = machine.process().map(64 * GIB);
        machine.process().place(uniform, 0);
        atMost("uniform, B a page", (double) (heap() - before) / (uniform.bytes() / PAGE), 0.05);
        before = heap();
        MemoryRange mixed = mixed(machine.process(), LIST * 4);
        atMost("worst, B a page", (double) (heap() - before) / (mixed.bytes() / PAGE), 2.5);
        machine.process().discard(mixed);
    }

    private void building() {
        List<SimulatedMachine> kept = new ArrayList<>();
        double seconds = seconds(_ -> terabyte());
        atMost("1 TiB on 64 nodes is built, ms", 1e3 * seconds, 20);
        long before = heap();
        kept.add(terabyte());
        MemoryRange all = kept.getFirst().process().map(1008 * GIB);
        kept.getFirst().process().touch(all);
        atMost("1 TiB on 64 nodes, all of it touched, MiB", (heap() - before) / 1048576.0, 16);
    }

    private static SimulatedMachine terabyte() {
        return SimulatedMachine.builder().nodes(64, 16 * GIB).build();
    }

    private void twoThreads() {
        SimulatedMachine machine = machine();
        SimulatedProcess process = machine.process();
        NumaMigrator numa = machine.migrator();
        Placement[][] plans = new Placement[2][2];
        for (int i = 0; i < 2; i++) {
            MemoryRange memory = process.map((long) LIST * PAGE);
            process.place(memory, 0);
            long[] addresses = new long[LIST];
            for (int k = 0; k < LIST; k++) {
                addresses[k] = memory.start() + (long) k * PAGE;
            }
            plans[i] = new Placement[] {plan(addresses, 1), plan(addresses, 2)};
        }
        double best = 0;
        for (int round = 0; round < effort.rounds(); round++) {
            double one = wall(() -> moves(numa, plans[0]));
            double both = wall(() -> {
                Thread second = Thread.ofPlatform().start(() -> moves(numa, plans[1]));
                moves(numa, plans[0]);
                join(second);
            });
            best = Math.max(best, 2 * one / both);
        }
        atLeast("two threads on ranges of their own, times one (best round)", best, 1.6, 1.6);
    }

    private static void moves(NumaMigrator numa, Placement... plans) {
        for (int i = 0; i < 200; i++) {
            numa.move(plans[i & 1]);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static double wall(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return 1e-9 * (System.nanoTime() - start);
    }

    /** Return the CPU seconds of one turn: the median of several samples, when hot. */
    private double seconds(Work work) {
        int turn = 0;
        for (long end = System.nanoTime() + effort.warmNanos(); System.nanoTime() < end;) {
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

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private void atLeast(String what, double found, double limit, double target) {
        row(what, found);
        gates.add(Gate.atLeast("simulation, " + what, found, limit, target));
    }

    private void atMost(String what, double found, double limit) {
        row(what, found);
        gates.add(Gate.atMost("simulation, " + what, found, limit, limit));
    }

    private void row(String what, double found) {
        table.append(String.format(Locale.ROOT, "| %s | %.4g |%n", what, found));
    }
}
