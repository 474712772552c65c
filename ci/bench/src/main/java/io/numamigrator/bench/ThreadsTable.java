package io.numamigrator.bench;

import io.numamigrator.NumaMigrator;
import io.numamigrator.PageBuffer;
import io.numamigrator.bindings.NativeCall;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Queries of one page by many threads at once: a call frame for each of them would be memory for nothing, and one made for each
 * call would be slow.
 *
 * <p>What it costs is CPU time of all threads: on a machine that is busy otherwise the wall clock measures the others.
 */
final class ThreadsTable {

    /** So few that each has a frame that no other thread asks for. */
    private static final int FEW = 8;

    private static final int MANY = 64;
    private static final int BATCH = 1000;

    private final NumaMigrator numa;
    private final Effort effort;

    ThreadsTable(NumaMigrator numa, Effort effort) {
        this.numa = numa;
        this.effort = effort;
    }

    Section measure() {
        int rounds = Math.max(5, effort.rounds() / 3);
        double[] few = new double[rounds];
        double[] many = new double[rounds];
        try (Memory memory = Memory.small(MANY)) {
            nanos(memory, FEW);
            forgetThePeak();
            long before = resident("VmRSS");
            for (int round = 0; round < rounds; round++) {
                few[round] = nanos(memory, FEW);
                many[round] = nanos(memory, MANY);
            }
            double grown = (resident("VmHWM") - before) / 1024.0;
            Spread throughput = Spread.ofRatios(few, many);
            String table = String.format(Locale.ROOT, """
                    ## Many threads, one page each

                    | threads | CPU time a query | throughput, of %d threads' | resident, at most, more |
                    |---|---|---|---|
                    | %d | %s | 1.00 | |
                    | %d | %s | %s | %.1f MiB |
                    """, FEW, FEW, Spread.of(few).asTime(), MANY, Spread.of(many).asTime(), throughput.asRatio(),
                    grown);
            return new Section(table, List.of(
                    Gate.atLeast(MANY + " threads, throughput, of " + FEW + " threads'", throughput.median(), 0.9,
                            0.97),
                    Gate.atMost(MANY + " threads, MiB more resident", grown, 64, 16)));
        }
    }

    /** Return the CPU time of one query when so many threads ask at once. */
    private double nanos(Memory memory, int threads) {
        AtomicLong total = new AtomicLong();
        long each = Math.max(BATCH, 10 * effort.slotNanos() / 300 * FEW / threads / BATCH * BATCH);
        CountDownLatch line = new CountDownLatch(threads);
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            MemorySegment page = NativeCall.view(memory.address(i), Memory.PAGE, Arena.global(), null);
            running.add(Thread.ofPlatform().start(() -> total.addAndGet(ask(page, each, line))));
        }
        for (Thread thread : running) {
            try {
                thread.join();
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
        }
        if (total.get() == 0) {
            throw new IllegalStateException("no thread came to its end");
        }
        return (double) total.get() / (each * threads);
    }

    private long ask(MemorySegment page, long times, CountDownLatch line) {
        PageBuffer pages = new PageBuffer();
        line.countDown();
        try {
            line.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
        long begin = CSide.cpuNanos();
        for (long done = 0; done < times; done += BATCH) {
            for (int i = 0; i < BATCH; i++) {
                if (numa.locate(page, pages).present() != 1) {
                    throw new IllegalStateException("a page that is there was not found");
                }
            }
        }
        return CSide.cpuNanos() - begin;
    }

    /** What was resident at most is counted anew from now on: proc_pid_clear_refs(5), Linux 4.0. */
    private static void forgetThePeak() {
        try {
            Files.writeString(Path.of("/proc/self/clear_refs"), "5");
        } catch (IOException hidden) {
            throw new IllegalStateException(hidden);
        }
    }

    private static long resident(String name) {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElseThrow();
        } catch (IOException hidden) {
            throw new IllegalStateException(hidden);
        }
    }
}
