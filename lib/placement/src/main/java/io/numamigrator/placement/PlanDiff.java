package io.numamigrator.placement;

import io.numamigrator.MemoryRange;
import java.util.ArrayList;
import java.util.List;

/**
 * What two plans say differently, page by page.
 *
 * @param differences ascending by address, each as long as it can be
 * @param otherProcess whether the plans are about two processes
 * @param otherTopology whether the plans were made for other nodes
 */
public record PlanDiff(List<Difference> differences, boolean otherProcess, boolean otherTopology) {

    /** A range of addresses for which two plans say other things. */
    public sealed interface Difference {

        /** Returns the addresses. */
        MemoryRange range();

        /** The first plan alone names these pages. */
        record OnlyFirst(MemoryRange range, int target) implements Difference {}

        /** The second plan alone names these pages. */
        record OnlySecond(MemoryRange range, int target) implements Difference {}

        /** Both plans name these pages, and send them to different nodes. */
        record OtherTarget(MemoryRange range, int first, int second) implements Difference {}
    }

    /** Keeps an unmodifiable copy. */
    public PlanDiff {
        differences = List.copyOf(differences);
    }

    /** Returns whether both plans send the same pages of the same process to the same nodes. */
    public boolean isEmpty() {
        return differences.isEmpty() && !otherProcess && !otherTopology;
    }

    static PlanDiff of(PlacementPlan first, PlacementPlan second) {
        Sweep sweep = new Sweep();
        Cursor a = new Cursor(first.ascending());
        Cursor b = new Cursor(second.ascending());
        while (a.isOn() || b.isOn()) {
            if (!b.isOn() || a.isOn() && Long.compareUnsigned(a.last(), b.start) < 0) {
                sweep.add(a.start, a.last(), a.target(), NONE);
                a.skipTo(a.last());
            } else if (!a.isOn() || Long.compareUnsigned(b.last(), a.start) < 0) {
                sweep.add(b.start, b.last(), NONE, b.target());
                b.skipTo(b.last());
            } else if (a.start != b.start) {
                boolean isFirst = Long.compareUnsigned(a.start, b.start) < 0;
                Cursor early = isFirst ? a : b;
                long last = (isFirst ? b : a).start - 1;
                sweep.add(early.start, last, isFirst ? early.target() : NONE, isFirst ? NONE : early.target());
                early.skipTo(last);
            } else {
                long last = Long.compareUnsigned(a.last(), b.last()) < 0 ? a.last() : b.last();
                sweep.add(a.start, last, a.target(), b.target());
                a.skipTo(last);
                b.skipTo(last);
            }
        }
        return new PlanDiff(sweep.differences(), !first.header().process().equals(second.header().process()),
                !first.header().topology().equals(second.header().topology()));
    }

    private static final int NONE = -1;

    /** Where one of the plans stands. */
    private static final class Cursor {

        private final List<PlanEntry> entries;
        private int at;
        long start;

        Cursor(List<PlanEntry> entries) {
            this.entries = entries;
            begin();
        }

        private void begin() {
            if (isOn()) {
                start = entries.get(at).range().start();
            }
        }

        boolean isOn() {
            return at < entries.size();
        }

        long last() {
            return Areas.lastOf(entries.get(at).range());
        }

        int target() {
            return entries.get(at).target();
        }

        void skipTo(long last) {
            if (last == last()) {
                at++;
                begin();
            } else {
                start = last + 1;
            }
        }
    }

    /** Joins pieces that follow each other and differ in the same way. */
    private static final class Sweep {

        private final List<Difference> differences = new ArrayList<>();
        private long start;
        private long last;
        private int first = NONE;
        private int second = NONE;

        void add(long from, long to, int a, int b) {
            if (a == first && b == second && from == last + 1) {
                last = to;
                return;
            }
            end();
            start = from;
            last = to;
            first = a;
            second = b;
        }

        private void end() {
            if (first != second) {
                MemoryRange range = new MemoryRange(start, last - start + 1);
                differences.add(second == NONE
                        ? new Difference.OnlyFirst(range, first)
                        : first == NONE
                                ? new Difference.OnlySecond(range, second)
                                : new Difference.OtherTarget(range, first, second));
            }
            first = NONE;
            second = NONE;
        }

        List<Difference> differences() {
            end();
            return differences;
        }
    }
}
