package io.numamigrator.placement;

import io.numamigrator.MemoryRange;
import io.numamigrator.Vma;
import java.util.Objects;

/**
 * One range of pages and the node it is to go to.
 *
 * @param range whole pages inside the area
 * @param area what the process has mapped there: a line of /proc/PID/maps when the plan was made
 * @param expected where the pages were then
 * @param target the node they are to go to
 * @param reason why, in a few words; may be empty
 * @param priority what goes first: greater numbers do, of equals the lower address
 */
public record PlanEntry(
        MemoryRange range, Vma.Mapping area, Expected expected, int target, String reason, double priority) {

    /** More than any kernel has (MAX_NUMNODES is 1024 at most). */
    static final int MOST_NODES = 1 << 15;

    /**
     * Checks that the range lies in the area.
     *
     * @throws IllegalArgumentException if it does not, if it is empty, or if a number is impossible
     */
    public PlanEntry {
        Objects.requireNonNull(expected, "expected");
        Objects.requireNonNull(reason, "reason");
        if (range.bytes() == 0) {
            throw new IllegalArgumentException("range " + range + " is empty");
        }
        long before = range.start() - area.range().start();
        if (Long.compareUnsigned(range.start(), area.range().start()) < 0 || before < 0
                || before > area.range().bytes() - range.bytes()) {
            throw new IllegalArgumentException("range " + range + " is not inside the area " + area.range());
        }
        if (target < 0 || target >= MOST_NODES) {
            throw new IllegalArgumentException("target " + target + " is no node");
        }
        if (!Double.isFinite(priority)) {
            throw new IllegalArgumentException("priority " + priority + " is no number");
        }
    }

    /** Returns the number of its pages. */
    public long pages(int pageBytes) {
        return range.bytes() / pageBytes;
    }

    static int compareAddresses(PlanEntry a, PlanEntry b) {
        return Long.compareUnsigned(a.range.start(), b.range.start());
    }

    /** Returns a part of this entry as one of its own, which expects its pages anywhere. */
    PlanEntry part(MemoryRange piece) {
        return piece.equals(range)
                ? this
                : new PlanEntry(piece, area, new Expected.Anywhere(), target, reason, priority);
    }

    /**
     * Checks that range and expectation are whole pages of a size.
     *
     * @throws IllegalArgumentException if they are not
     */
    void requirePages(int pageBytes) {
        if ((range.start() & pageBytes - 1) != 0 || range.bytes() % pageBytes != 0) {
            throw new IllegalArgumentException("range " + range + " is not made of pages of " + pageBytes + " bytes");
        }
        long told = requireCounted();
        boolean fits = expected instanceof Expected.Runs ? told == pages(pageBytes) : told <= pages(pageBytes);
        if (!fits) {
            throw new IllegalArgumentException(
                    "expected tells of " + told + " pages, the range has " + pages(pageBytes));
        }
    }

    private long requireCounted() {
        try {
            return expected.pages();
        } catch (ArithmeticException tooMany) {
            throw new IllegalArgumentException("expected tells of more than " + Long.MAX_VALUE + " pages", tooMany);
        }
    }

    @Override
    public String toString() {
        return range + " to node " + target + (reason.isEmpty() ? "" : " (" + reason + ")");
    }
}
