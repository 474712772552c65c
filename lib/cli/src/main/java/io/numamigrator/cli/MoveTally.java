package io.numamigrator.cli;

import io.numamigrator.Absence;
import io.numamigrator.Errno;
import io.numamigrator.MemoryRange;
import io.numamigrator.MoveResult;
import io.numamigrator.PageReport;
import io.numamigrator.PageStatus;
import io.numamigrator.PoolShortage;
import io.numamigrator.cli.draw.Paragraph;
import io.numamigrator.cli.draw.Size;
import io.numamigrator.cli.draw.Table;
import io.numamigrator.cli.draw.Terminal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/** Adds up what became of pages over several moves. */
final class MoveTally {

    /** Sentences about single pages. */
    private static final int SHOWN = 8;

    private final MemoryRange range;
    private final int node;
    private final int pageSize;
    private final LongPredicate mappedAgain;
    private long refusedHere;
    private final Map<Errno, Long> refused = new TreeMap<>();
    private final Map<Integer, Long> elsewhere = new TreeMap<>();
    private long pages;
    private long moved;
    private long alreadyThere;
    private final Map<Absence, Long> absent = new EnumMap<>(Absence.class);
    private final Map<Integer, Long> movedOn = new TreeMap<>();
    private final Set<PoolShortage> shortages = new LinkedHashSet<>();
    private long notReached;
    private long nanos;
    private boolean complete = true;

    /** Prepare for a move of which nothing is known about how pages are mapped. */
    MoveTally(MemoryRange range, int node, int pageSize) {
        this(range, node, pageSize, address -> false);
    }

    /**
     * Prepare.
     *
     * @param mappedAgain whether the page at an address is mapped by another area of the same process, too
     */
    MoveTally(MemoryRange range, int node, int pageSize, LongPredicate mappedAgain) {
        this.mappedAgain = mappedAgain;
        this.range = range;
        this.node = node;
        this.pageSize = pageSize;
    }

    /** Add a move; a duration of 0 is of a simulation, where time tells nothing. */
    void add(MoveResult result, long duration) {
        pages += result.pages();
        moved += result.moved();
        alreadyThere += result.alreadyThere();
        for (Absence kind : Absence.values()) {
            absent.merge(kind, (long) result.absent(kind), Long::sum);
        }
        shortages.addAll(result.shortages());
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
                    if (why == Errno.EACCES && mappedAgain.test(report.address(i))) {
                        refusedHere++;
                    } else {
                        refused.merge(why, 1L, Long::sum);
                    }
                }
                case PageStatus.FoundElsewhere(int where) -> movedOn.merge(where, 1L, Long::sum);
                case PageStatus.Absent _ -> {
                    // counted by kind
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
        absent.forEach((kind, count) -> add(table, kind.text(), count, meaning(kind)));
        elsewhere.forEach((where, count) -> add(table, "on node " + where, count, "stayed, without a reason given"));
        movedOn.forEach((where, count) -> add(table, "on node " + where, count,
                "moved, then taken there by somebody else"));
        add(table, Errno.EACCES.name(), refusedHere, "mapped more than once in this process: try --shared");
        refused.forEach((why, count) -> add(table, why.name(), count, meaning(why)));
        add(table, "not reached", notReached, "the kernel stopped before them");
        add(table, "not mapped", notMapped(), "no area there");
        List<String> lines = new ArrayList<>(table.lines(terminal.width()));
        shortages.stream()
                .limit(SHOWN)
                .forEach(shortage -> lines.addAll(Paragraph.wrap(shortage.toString(), terminal.width())));
        lines.addAll(Paragraph.wrap(verdict(terminal), terminal.width()));
        return lines;
    }

    private String verdict(Terminal terminal) {
        return isComplete()
                ? terminal.alarm(0, "complete") + ": every page in " + range + " that exists is on node " + node
                : terminal.alarm(1, "incomplete") + ": not every page in " + range + " is on node " + node;
    }

    private void add(Table table, String what, long count, String remark) {
        if (count > 0) {
            table.row(what, Size.of(count * pageSize), Size.pages(count), remark);
        }
    }

    private static String meaning(Absence kind) {
        return switch (kind) {
            case NEVER_TOUCHED -> "nothing to move";
            case FILE_HOLE -> "a hole of the file, or not read yet: nothing to move";
            case GUARD -> "nothing to move";
            case UNMAPPED -> "have the process touch them, or name a process that maps them";
            case SWAPPED -> "have the process touch them";
            case ZERO_PAGE -> "read, never written: nobody moves it";
            case DEVICE, POISONED -> "nobody moves it";
            case NO_AREA -> "EFAULT: not mapped, compare with /proc/PID/maps";
            case UNKNOWN -> "let /proc/PID/maps and pagemap be read";
        };
    }

    private String meaning(Errno why) {
        return switch (why) {
            case EACCES -> "other processes map them, too: try --shared";
            case EBUSY -> "pinned, or in use by the kernel";
            case ENOMEM -> shortages.isEmpty()
                    ? "the node is full"
                    : shortages.size() + (shortages.size() == 1 ? " hugetlb page" : " hugetlb pages")
                            + " without a place in the pool";
            case EFAULT -> "memory that the kernel does not move";
            default -> why.text();
        };
    }
}
