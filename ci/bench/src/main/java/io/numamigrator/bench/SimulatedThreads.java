package io.numamigrator.bench;

import io.numamigrator.MemoryRange;
import io.numamigrator.NumaMigrator;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;
import java.util.Arrays;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;

/**
 * What two threads get done beside each other, times what one of them gets done alone.
 *
 * <p>Each makes the same calls, on pages of its own. Wall time, the best of all rounds of each kind: whatever else runs on the machine
 * takes a processor from two threads sooner than from one.
 */
final class SimulatedThreads {

    private static final int PAGES = 1 << 16;

    /** Moves of all pages in one round, tens of milliseconds; as many are made before the first round as a few of them. */
    private static final int MOVES = 300;

    private static final int WARMING = 4;

    private final SimulationRows rows;

    SimulatedThreads(SimulationRows rows) {
        this.rows = rows;
    }

    void measure() {
        SimulatedMachine machine = SimulatedPages.machine();
        SimulatedProcess process = machine.process();
        bar("two threads on ranges of one process, times one",
                ratio(process.migrator(), process, process.migrator(), process));
        SimulatedProcess other = machine.spawn();
        bar("two threads, each with a process, times one", ratio(process.migrator(), process, other.migrator(), other));
    }

    private void bar(String what, double found) {
        if (Runtime.getRuntime().availableProcessors() < 2) {
            rows.note(what + " (there is one processor)", found);
        } else {
            rows.atLeast(what, found, 1.6, 1.9);
        }
    }

    private double ratio(NumaMigrator first, SimulatedProcess its, NumaMigrator second, SimulatedProcess others) {
        RawList[][] lists = {lists(first, its), lists(second, others)};
        double[] alone = new double[rows.rounds()];
        double[] both = new double[rows.rounds()];
        for (int round = -WARMING; round < rows.rounds(); round++) {
            double one = wall(new RawList[][] {lists[round & 1]});
            double two = wall(lists);
            if (round >= 0) {
                alone[round] = one;
                both[round] = two;
            }
        }
        Arrays.stream(lists).forEach(each -> each[1].requireOn(2));
        return 2 * Arrays.stream(alone).min().orElseThrow() / Arrays.stream(both).min().orElseThrow();
    }

    private static RawList[] lists(NumaMigrator numa, SimulatedProcess process) {
        MemoryRange memory = SimulatedPages.onNode(process, (long) PAGES * SimulatedPages.PAGE, 0);
        long[] addresses = SimulatedPages.addresses(memory);
        return new RawList[] {new RawList(numa, addresses).to(1), new RawList(numa, addresses).to(2)};
    }

    /** Let each thread move its pages to and fro, and return the seconds from the start of the first to the end of the last. */
    private static double wall(RawList[][] lists) {
        CyclicBarrier line = new CyclicBarrier(lists.length + 1);
        Thread[] threads = new Thread[lists.length];
        for (int i = 0; i < lists.length; i++) {
            RawList[] own = lists[i];
            threads[i] = Thread.ofPlatform().start(() -> {
                await(line);
                for (int turn = 0; turn < MOVES; turn++) {
                    own[turn & 1].move();
                }
            });
        }
        await(line);
        long start = System.nanoTime();
        for (Thread thread : threads) {
            join(thread);
        }
        return 1e-9 * (System.nanoTime() - start);
    }

    private static void await(CyclicBarrier line) {
        try {
            line.await();
        } catch (InterruptedException | BrokenBarrierException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
