package io.numamigrator;

import io.numamigrator.pages.MoveCounts;
import io.numamigrator.pages.MovePlan;
import io.numamigrator.pages.PageCode;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The result of a move: the verified status of every page, and the kernel's own answers.
 *
 * <p>A page counts as moved only if a query after the move found it on its target.
 * A move is complete when nothing that exists, or may exist, is elsewhere. Of each address without a page it is found out why
 * ({@link Absence}): memory that was never touched and holes of files have nothing to move and leave a move complete; what is swapped out,
 * or may be in the page cache or in another process, does not.
 */
public final class MoveResult {

    private final MovePlan request;
    private final PageReport report;
    private final short[] truth;
    private final MoveCounts counts;
    private final boolean interrupted;
    private final List<KernelCall> calls;
    private final List<PoolShortage> shortages;
    private final Optional<String> unknownBecause;
    private final Optional<String> processChange;

    /** Takes over what was found out; for the library's own use: nobody else can name the type of the request. */
    @SuppressWarnings("exports")
    public MoveResult(
            MovePlan request,
            short[] truth,
            short[] raw,
            MoveCounts counts,
            boolean interrupted,
            List<KernelCall> calls,
            Optional<String> unknownBecause,
            List<PoolShortage> shortages,
            Optional<String> processChange) {
        this.request = Objects.requireNonNull(request, "request");
        this.report = new PageReport(request, truth, raw, request.pageSize());
        this.truth = truth;
        this.counts = Objects.requireNonNull(counts, "counts");
        this.interrupted = interrupted;
        this.calls = List.copyOf(Objects.requireNonNull(calls, "calls"));
        this.unknownBecause = Objects.requireNonNull(unknownBecause, "unknownBecause");
        this.shortages = List.copyOf(Objects.requireNonNull(shortages, "shortages"));
        this.processChange = Objects.requireNonNull(processChange, "processChange");
    }

    /**
     * Returns what became of another process during the move, so that its pages are not those that were asked about any more: it ended, or
     * started another program (exec, whose EFAULT this explains). Such a move is never complete.
     */
    public Optional<String> processChange() {
        return processChange;
    }

    /** Returns the status of every page, ascending by address; a page named twice stands once. */
    public PageReport report() {
        return report;
    }

    /** Return the target node of page {@code i} of the report. */
    public int target(int i) {
        return request.node(i);
    }

    /** Returns the number of pages asked for. */
    public int pages() {
        return request.count();
    }

    /** Returns how many pages this move brought to their target. */
    public int moved() {
        return counts.moved();
    }

    /** Returns how many pages were on their target before. */
    public int alreadyThere() {
        return counts.alreadyThere();
    }

    /** Returns how many addresses have no page, for whatever reason. */
    public int absent() {
        return counts.absent();
    }

    /** Returns how many addresses have no page for this reason. */
    public int absent(Absence kind) {
        Objects.requireNonNull(kind, "kind");
        return counts.absent() == 0 ? 0 : report.absent(kind);
    }

    /** Returns why nobody can tell of some addresses what stands behind them; empty if there is none of {@link Absence#UNKNOWN}. */
    public Optional<String> unknownBecause() {
        return absent(Absence.UNKNOWN) == 0
                ? Optional.empty()
                : unknownBecause.or(() -> Optional.of("a page is there that the kernel does not tell the node of"));
    }

    /**
     * Returns whether nothing that exists, or may exist, is elsewhere.
     *
     * <p>Addresses without a page count by {@link Absence#leavesComplete}.
     */
    public boolean isComplete() {
        return processChange.isEmpty() && counts.moved() + counts.alreadyThere() + counts.nothing() == pages();
    }

    private boolean isMissing(int i) {
        return truth[i] != request.node(i) && !Status.isNothing(truth[i]);
    }

    /** Returns whether the thread was interrupted before the last call; its interrupt flag is still set. */
    public boolean interrupted() {
        return interrupted;
    }

    /** Returns the pages that were refused, and the addresses without a page that leave the move incomplete: see {@link Absence}. */
    public Iterable<PageReport.Entry> refused() {
        return () -> select(this::isRefused).iterator();
    }

    private boolean isRefused(int i) {
        return truth[i] < 0 && truth[i] != PageCode.NOT_REACHED && !PageCode.isFoundElsewhere(truth[i])
                && !Status.isNothing(truth[i]);
    }

    /** Returns the pages that were moved and then found on another node: somebody else moved them on. */
    public Iterable<PageReport.Entry> foundElsewhere() {
        return () -> select(i -> PageCode.isFoundElsewhere(truth[i])).iterator();
    }

    /** Return the pages that were not tried, because the kernel or an interrupt ended the move before them. */
    public Iterable<PageReport.Entry> notReached() {
        return () -> select(i -> truth[i] == PageCode.NOT_REACHED).iterator();
    }

    private Stream<PageReport.Entry> select(IntPredicate which) {
        return IntStream.range(0, pages()).filter(which).mapToObj(report::entry);
    }

    /** Returns exactly what is missing, as a placement that can be asked for again; segments stay slices of their segment. */
    public Placement remaining() {
        Placement rest = Placement.nothing();
        for (int run = 0; run < request.runs(); run++) {
            int limit = request.firstPage(run + 1);
            for (int i = request.firstPage(run); i < limit; i++) {
                if (isMissing(i)) {
                    int first = i;
                    while (i < limit && isMissing(i)) {
                        i++;
                    }
                    rest = with(rest, run, first, i);
                }
            }
        }
        return rest;
    }

    private Placement with(Placement rest, int run, int first, int limit) {
        long start = request.address(first);
        long bytes = (long) (limit - first) * request.pageSize();
        MemorySegment holder = request.holderOfRun(run);
        int node = request.nodeOfRun(run);
        if (holder.equals(MemorySegment.NULL)) {
            return rest.and(new MemoryRange(start, bytes), node);
        }
        // Counted from the segment's own start: an address after the last of the address space would be 0.
        long intoHolder = start - holder.address();
        long from = Math.max(intoHolder, 0);
        long to = Math.min(intoHolder + bytes, holder.byteSize());
        return rest.and(holder.asSlice(from, to - from), node);
    }

    /**
     * Returns this result if it is complete.
     *
     * @throws IncompleteMoveException if a page that exists is not on its target; it carries this result
     */
    public MoveResult orThrow() {
        if (!isComplete()) {
            throw new IncompleteMoveException(this);
        }
        return this;
    }

    /** Returns the answers of the move_pages(2) calls that moved, in order. */
    public List<KernelCall> calls() {
        return calls;
    }

    /** Returns the hugetlb pages that stayed because their target has no page of their size; all their base pages are ENOMEM. */
    public List<PoolShortage> shortages() {
        return shortages;
    }

    /** Returns for example {@code 16384 pages: 16000 moved, 378 already there, 2 never touched, 4 EBUSY}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(pages()).append(" pages: ").append(counts.moved()).append(" moved, ");
        text.append(counts.alreadyThere()).append(" already there");
        int[] elsewhere = {-counts.moved() - counts.alreadyThere()};
        report.histogram().forEach((code, count) -> {
            if (code >= 0) {
                elsewhere[0] += count;
            } else {
                text.append(", ").append(count).append(' ').append(Status.name(code));
            }
        });
        if (elsewhere[0] > 0) {
            text.append(", ").append(elsewhere[0]).append(" elsewhere");
        }
        processChange.ifPresent(change -> text.append(" (").append(change).append(')'));
        shortages.forEach(shortage -> text.append("; ").append(shortage));
        return text.append(interrupted ? " (interrupted)" : "").toString();
    }

    /** Returns the same, and after it what to do about each kind of absence that leaves the move incomplete. */
    String withRemedies() {
        StringBuilder text = new StringBuilder(toString());
        for (Absence kind : Absence.values()) {
            if (!kind.leavesComplete() && absent(kind) > 0) {
                text.append("; ").append(kind.text()).append(": ").append(kind.remedy());
            }
        }
        unknownBecause().ifPresent(why -> text.append(" (").append(why).append(')'));
        return text.toString();
    }
}
