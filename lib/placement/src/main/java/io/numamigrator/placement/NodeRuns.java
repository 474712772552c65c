package io.numamigrator.placement;

import io.numamigrator.MemoryRange;
import io.numamigrator.NumaProcess;
import io.numamigrator.PageBuffer;
import io.numamigrator.PageView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Which node each page of some ranges is on, as runs: as much memory as there are changes. */
final class NodeRuns {

    /** Pages asked about by one query. */
    private static final long AT_ONCE = 1 << 16;

    /** Runs that one entry has at most: a line of a plan stays readable. */
    private static final int MOST_IN_ENTRY = 1024;

    private final int pageBytes;
    private long[] starts = new long[16];
    private long[] pages = new long[16];
    private int[] nodes = new int[16];
    private int size;

    NodeRuns(int pageBytes) {
        this.pageBytes = pageBytes;
    }

    /** Asks where the pages of ranges are, range by range. */
    static NodeRuns of(NumaProcess process, List<MemoryRange> ranges, int pageBytes) {
        NodeRuns runs = new NodeRuns(pageBytes);
        PageBuffer buffer = new PageBuffer();
        for (MemoryRange range : ranges) {
            long step = AT_ONCE * pageBytes;
            for (long done = 0; done < range.bytes(); done += step) {
                MemoryRange part = new MemoryRange(range.start() + done, Math.min(step, range.bytes() - done));
                runs.add(process.locate(part, buffer));
            }
        }
        return runs;
    }

    /** Returns the nodes of a report. */
    static NodeRuns of(PageView report) {
        NodeRuns runs = new NodeRuns(report.pageSize());
        runs.add(report);
        return runs;
    }

    private void add(PageView report) {
        for (int i = 0; i < report.pages(); i++) {
            add(report.address(i), 1, report.node(i));
        }
    }

    /** Adds pages, joined with the last run if they follow it on the same node. */
    void add(long start, long count, int node) {
        int last = size - 1;
        if (last >= 0 && nodes[last] == node && end(last) == start) {
            pages[last] += count;
            return;
        }
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, 2 * size);
            pages = Arrays.copyOf(pages, 2 * size);
            nodes = Arrays.copyOf(nodes, 2 * size);
        }
        starts[size] = start;
        pages[size] = count;
        nodes[size++] = node;
    }

    int size() {
        return size;
    }

    long start(int run) {
        return starts[run];
    }

    long pages(int run) {
        return pages[run];
    }

    int node(int run) {
        return nodes[run];
    }

    /** Returns the last run that one entry may have after a first one: no page between them is left out, and there are not too many. */
    int lastOfEntry(int first) {
        int last = first;
        while (last + 1 < size && last + 1 - first < MOST_IN_ENTRY && end(last) == starts[last + 1]) {
            last++;
        }
        return last;
    }

    private long end(int run) {
        return starts[run] + pages[run] * pageBytes;
    }

    /** Returns the addresses of runs that follow each other without a gap. */
    MemoryRange range(int first, int last) {
        return new MemoryRange(starts[first], end(last) - starts[first]);
    }

    /** Returns runs that follow each other as what an entry expects. */
    Expected expected(int first, int last) {
        List<Expected.Run> runs = new ArrayList<>(last - first + 1);
        for (int run = first; run <= last; run++) {
            runs.add(new Expected.Run(pages[run], nodes[run]));
        }
        return new Expected.Runs(runs);
    }
}
