package io.numamigrator.cli;

import io.numamigrator.Errno;
import io.numamigrator.MemoryRange;
import io.numamigrator.MoveResult;
import io.numamigrator.PageReport;
import io.numamigrator.PageStatus;
import io.numamigrator.cli.draw.Size;
import io.numamigrator.cli.draw.Table;
import io.numamigrator.cli.draw.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Adds up what became of pages over several moves. */
final class MoveTally {

    private final MemoryRange range;
    private final int node;
    private final int pageSize;
    private final Map<Errno, Long> refused = new TreeMap<>();
    private final Map<Integer, Long> elsewhere = new TreeMap<>();
    private long pages;
    private long moved;
    private long alreadyThere;
    private long absent;
    private long notReached;
    private long nanos;
    private boolean complete = true;

    MoveTally(MemoryRange range, int node, int pageSize) {
        this.range = range;
        this.node = node;
        this.pageSize = pageSize;
    }

    /** Add a move; a duration of 0 is of a simulation, where time tells nothing. */
    void add(MoveResult result, long duration) {
        pages += result.pages();
        moved += result.moved();
        alreadyThere += result.alreadyThere();
        absent += result.absent();
        nanos += duration;
        complete &= result.isComplete();
        if (!result.isComplete()) {
            addMissing(result.report());
        }
    }

    private void addMissing(PageReport report) {
        for (int i = 0; i < report.pages(); i++) {
            switch (report.status(i)) {
                case PageStatus.On(int where) -> {
                    if (where != node) {
                        elsewhere.merge(where, 1L, Long::sum);
                    }
                }
                case PageStatus.Refused(Errno why) -> {
                    if (why != Errno.ENOENT) {
                        refused.merge(why, 1L, Long::sum);
                    }
                }
                case PageStatus.NotReached() -> notReached++;
            }
        }
    }

    boolean hasStarted() {
        return pages > 0;
    }

    /** Return whether every page that exists is on the node, and there was something mapped. */
    boolean isComplete() {
        return complete && notMapped() == 0;
    }

    private long notMapped() {
        long first = range.start() & -pageSize;
        long last = range.bytes() == 0 ? first : (range.end() + pageSize - 1) & -pageSize;
        return Math.max(0, (last - first) / pageSize - pages);
    }

    List<String> lines(Terminal terminal) {
        Table table = new Table("lrrl");
        add(table, "moved", moved,
                moved == 0 || nanos == 0 ? "" : "in " + Size.time(nanos) + ", " + Size.rate(moved * pageSize, nanos));
        add(table, "already there", alreadyThere, "");
        add(table, "no page yet", absent, "never touched, or swapped out");
        elsewhere.forEach((where, count) -> add(table, "on node " + where, count, "stayed, without a reason given"));
        refused.forEach((why, count) -> add(table, why.name(), count, meaning(why)));
        add(table, "not reached", notReached, "the kernel stopped before them");
        add(table, "not mapped", notMapped(), "no area there");
        List<String> lines = new ArrayList<>(table.lines());
        lines.add(isComplete()
                ? terminal.alarm(0, "complete") + ": every page in " + range + " is on node " + node
                : terminal.alarm(1, "incomplete") + ": not every page in " + range + " is on node " + node);
        return lines;
    }

    private void add(Table table, String what, long count, String remark) {
        if (count > 0) {
            table.row(what, Size.of(count * pageSize), count + (count == 1 ? " page" : " pages"), remark);
        }
    }

    private static String meaning(Errno why) {
        return switch (why) {
            case EACCES -> "other processes map them, too: try --shared";
            case EBUSY -> "pinned, or in use by the kernel";
            case ENOMEM -> "the node is full";
            case EFAULT -> "no area, the shared zero page, or device memory";
            default -> why.text();
        };
    }
}
