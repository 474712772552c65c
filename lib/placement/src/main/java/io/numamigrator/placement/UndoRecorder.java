package io.numamigrator.placement;

import io.numamigrator.MemoryRange;
import io.numamigrator.MoveOptions;
import io.numamigrator.MoveResult;
import io.numamigrator.NumaMigrator;
import io.numamigrator.NumaProcess;
import io.numamigrator.PageReport;
import io.numamigrator.Placement;
import io.numamigrator.Vma;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes down where pages were before they were moved, so that there is a plan that moves them back.
 *
 * <p>It looks before and after: what others moved meanwhile is written down, too. For one thread at a time.
 *
 * {@snippet :
 * UndoRecorder recorder = UndoRecorder.of(numa, numa.process(pid), "my service");
 * recorder.move(range, 1, MoveOptions.DEFAULT);
 * recorder.undo().write(file);
 * }
 */
public final class UndoRecorder {

    private final NumaProcess process;
    private final PlanHeader header;
    private final List<PlanEntry> back = new ArrayList<>();

    UndoRecorder(NumaProcess process, PlanHeader header) {
        this.process = process;
        this.header = header;
    }

    /**
     * Begins to write down what becomes of a process.
     *
     * @param createdBy the program that will make the plan
     * @throws io.numamigrator.NumaException ESRCH if there is no such process
     */
    public static UndoRecorder of(NumaMigrator numa, NumaProcess process, String createdBy) {
        return new UndoRecorder(process, PlanHeader.of(numa, process, createdBy));
    }

    /** Moves the pages of a range, as {@link NumaProcess#move} does, and writes down where they were. */
    public MoveResult move(MemoryRange range, int node, MoveOptions options) {
        return move(Areas.of(process), Placement.of(range, node), List.of(range), options).result();
    }

    /** A move, and where the pages of its report were before. */
    record Moved(PageReport before, MoveResult result) {}

    /**
     * Moves ranges that do not overlap.
     *
     * @param areas what the process has mapped now
     */
    Moved move(Areas areas, Placement placement, List<MemoryRange> ranges, MoveOptions options) {
        PageReport before = process.locate(ranges);
        MoveResult result = process.move(placement, options);
        PageReport after = result.report();
        if (after.pages() != before.pages()) {
            throw new IllegalStateException("asked about " + before.pages() + " pages, moved " + after.pages());
        }
        note(areas, NodeRuns.of(before), NodeRuns.of(after));
        return new Moved(before, result);
    }

    /**
     * Does something that moves pages of the process, and writes down where those of some ranges were.
     *
     * @param ranges whole pages, ascending, that do not overlap
     */
    public <T> T watch(List<MemoryRange> ranges, Supplier<T> work) {
        Objects.requireNonNull(work, "work");
        Areas areas = Areas.of(process);
        NodeRuns before = NodeRuns.of(process, ranges, header.pageBytes());
        T done = work.get();
        note(areas, before, NodeRuns.of(process, ranges, header.pageBytes()));
        return done;
    }

    /** Writes down which pages are on another node than before; both looks are at the same pages. */
    private void note(Areas areas, NodeRuns before, NodeRuns after) {
        Run run = new Run(areas);
        int then = 0;
        long used = 0;
        for (int now = 0; now < after.size(); now++) {
            long start = after.start(now);
            for (long left = after.pages(now); left > 0;) {
                long both = Math.min(left, before.pages(then) - used);
                run.add(start, both, before.node(then), after.node(now));
                start += both * header.pageBytes();
                left -= both;
                used += both;
                if (used == before.pages(then)) {
                    then++;
                    used = 0;
                }
            }
        }
        run.end();
    }

    /** Returns a plan that moves back what was moved, the last first; each page is expected where it was moved to. */
    public PlacementPlan undo() {
        return new PlacementPlan(header, NetMoves.of(back, header.pageBytes()));
    }

    /** Pages one after the other that moved from one node to another one. */
    private final class Run {

        private final Areas areas;
        private Vma.@Nullable Mapping area;
        private long start;
        private long pages;
        private int from = -1;
        private int to = -1;

        Run(Areas areas) {
            this.areas = areas;
        }

        void add(long address, long count, int was, int is) {
            for (long at = address, left = count; left > 0;) {
                boolean follows = area != null && was == from && is == to && at == start + pages * header.pageBytes()
                        && Long.compareUnsigned(at, Areas.lastOf(area.range())) < 0;
                if (!follows) {
                    end();
                    begin(at, was, is);
                }
                long room = area == null ? left : (Areas.lastOf(area.range()) - at) / header.pageBytes() + 1;
                long taken = Math.min(left, room);
                pages += taken;
                at += taken * header.pageBytes();
                left -= taken;
            }
        }

        private void begin(long address, int was, int is) {
            boolean moved = was >= 0 && is >= 0 && was != is;
            area = moved ? areas.at(address) : null;
            start = address;
            pages = 0;
            from = was;
            to = is;
        }

        /** Ends the run; pages that did not move, or that nothing is mapped at, need no way back. */
        void end() {
            if (area != null && pages > 0) {
                MemoryRange range = new MemoryRange(start, pages * header.pageBytes());
                Expected now = new Expected.Runs(List.of(new Expected.Run(pages, to)));
                back.add(new PlanEntry(range, area, now, from, "undo", back.size()));
            }
            area = null;
        }
    }
}
