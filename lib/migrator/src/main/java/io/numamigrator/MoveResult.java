package io.numamigrator;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a move did: the truth for every page, and beside it what the kernel said.
 *
 * <p>A page counts as moved only if a query after the move found it on its target.
 * A move is complete when every page that exists is on its target. Addresses without a page (never touched, or swapped
 * out) have nothing to move; they are counted as absent and keep a move neither complete nor incomplete.
 */
public final class MoveResult {

    private final Request request;
    private final PageReport report;
    private final short[] truth;
    private final Counts counts;
    private final boolean interrupted;
    private final List<KernelCall> calls;

    /** Pages by what became of them; those left over are missing. */
    record Counts(int moved, int alreadyThere, int absent) {}

    MoveResult(
            Request request,
            short[] truth,
            short[] raw,
            Counts counts,
            boolean interrupted,
            List<KernelCall> calls) {
        this.request = request;
        this.report = new PageReport(request, truth, raw, request.pageSize());
        this.truth = truth;
        this.counts = counts;
        this.interrupted = interrupted;
        this.calls = List.copyOf(calls);
    }

    /** Return the status of every page, ascending by address; a page named twice stands once. */
    public PageReport report() {
        return report;
    }

    /** Return the node that page {@code i} of the report was to live on. */
    public int target(int i) {
        return request.node(i);
    }

    /** Return the number of pages asked for. */
    public int pages() {
        return request.count();
    }

    /** Return how many pages this move brought to their target. */
    public int moved() {
        return counts.moved;
    }

    /** Return how many pages were on their target before. */
    public int alreadyThere() {
        return counts.alreadyThere;
    }

    /** Return how many addresses have no page to move (ENOENT). */
    public int absent() {
        return counts.absent;
    }

    /** Return whether every page that exists is on its target. */
    public boolean isComplete() {
        return counts.moved + counts.alreadyThere + counts.absent == pages();
    }

    private boolean isMissing(int i) {
        return truth[i] != Status.ENOENT && truth[i] != request.node(i);
    }

    /** Return whether the thread was interrupted before the last call; its interrupt flag is still set. */
    public boolean interrupted() {
        return interrupted;
    }

    /** Return the pages that exist, or should, and were refused; absent pages are not among them. */
    public Iterable<PageReport.Entry> refused() {
        return () -> select(i -> truth[i] < 0 && truth[i] != Status.NOT_REACHED && truth[i] != Status.ENOENT)
                .iterator();
    }

    /** Return the pages that nobody tried to move, because the kernel or an interrupt ended the move before them. */
    public Iterable<PageReport.Entry> notReached() {
        return () -> select(i -> truth[i] == Status.NOT_REACHED).iterator();
    }

    private Stream<PageReport.Entry> select(IntPredicate which) {
        return IntStream.range(0, pages()).filter(which).mapToObj(report::entry);
    }

    /** Return exactly what is missing, as a placement that can be asked for again. */
    public Placement remaining() {
        return Remaining.of(request, this::isMissing);
    }

    /**
     * Return this result if it is complete.
     *
     * @throws IncompleteMoveException if a page that exists is not on its target; it carries this result
     */
    public MoveResult orThrow() {
        if (!isComplete()) {
            throw new IncompleteMoveException(this);
        }
        return this;
    }

    /** Return the answers of the move_pages(2) calls that moved, in order. */
    public List<KernelCall> calls() {
        return calls;
    }

    /** Return for example {@code 16384 pages: 16000 moved, 380 already there, 4 EBUSY}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(pages()).append(" pages: ").append(counts.moved).append(" moved, ");
        text.append(counts.alreadyThere).append(" already there");
        int[] elsewhere = {-counts.moved - counts.alreadyThere};
        report.histogram().forEach((code, count) -> {
            if (code >= 0) {
                elsewhere[0] += count;
            } else {
                text.append(", ").append(count).append(' ').append(nameOf(code));
            }
        });
        if (elsewhere[0] > 0) {
            text.append(", ").append(elsewhere[0]).append(" elsewhere");
        }
        return text.append(interrupted ? " (interrupted)" : "").toString();
    }

    private static String nameOf(int code) {
        return switch (code) {
            case Status.NOT_REACHED -> "not reached";
            case Status.ENOENT -> "absent";
            default -> Errno.of(code).name();
        };
    }
}
