package io.numamigrator.bench;

import com.sun.management.ThreadMXBean;
import io.numamigrator.NumaMigrator;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** Bytes that a query leaves to the garbage collector. */
final class AllocationTable {

    private static final int[] COUNTS = {1, 512, 4096, 1 << 16};
    private static final int REPEATS = 5;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final NumaMigrator numa;
    private final Effort effort;

    AllocationTable(NumaMigrator numa, Effort effort) {
        this.numa = numa;
        this.effort = effort;
    }

    Section measure() {
        StringBuilder table = new StringBuilder("""
                ## Allocation, bytes a query

                | pages | reused buffer | fresh report | fresh, without 2 B a page |
                |---|---|---|---|
                """);
        List<Gate> gates = new ArrayList<>();
        try (Memory memory = Memory.small(1 << 16)) {
            for (int count : COUNTS) {
                long reused = bytes(QueryJobs.reused(numa, memory, count), count);
                long fresh = bytes(QueryJobs.fresh(numa, memory, count), count);
                long statuses = 2L * count;
                table.append("| ").append(count).append(" | ").append(reused).append(" | ").append(fresh).append(" | ")
                        .append(fresh - statuses).append(" |\n");
                gates.add(Gate.atMost("allocation, N = " + count + ", reused buffer, B", (double) reused, 0, 0));
                gates.add(Gate.atMost("allocation, N = " + count + ", fresh report, B without 2 a page",
                        (double) (fresh - statuses), 128, 64));
            }
        }
        return new Section(table.toString(), gates);
    }

    /** Return the bytes of one run when hot: the least of several repeats, so that what the compiler causes stays out. */
    private long bytes(Job job, int count) {
        long times = 20 + 200_000L / count;
        for (long end = System.nanoTime() + effort.warmNanos(); System.nanoTime() < end;) {
            job.timed(times, count);
        }
        long least = Long.MAX_VALUE;
        for (int i = 0; i < REPEATS; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            job.body().run(times);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return Math.ceilDiv(least, times);
    }
}
