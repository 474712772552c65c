package io.numamigrator.engine;

import io.numamigrator.MoveOptions;
import io.numamigrator.NumaException;
import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import io.numamigrator.pages.MoveCounts;
import io.numamigrator.pages.MovePlan;
import io.numamigrator.pages.PageCode;
import io.numamigrator.refusal.Refusals;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a request: look first, move what is elsewhere, look again wherever the kernel left doubt.
 *
 * <p>Only pages that are on another node are handed to the kernel, one entry for each huge page, and one target node a call:
 * so a run of move_pages(2) is a whole call, and what the kernel skipped can be told from what it tried.
 */
final class Mover {

    /** Heap that a page takes while it is moved: what is true, what was before, what the kernel said. */
    static final int BYTES_A_PAGE = 3 * Short.BYTES;

    private final Kernel kernel;
    private final CallFrame frame;
    private final Locator locator;
    private final int pid;
    private final MovePlan request;
    private final MoveOptions options;
    private final MoveInProgress progress;
    private final short[] truth;
    private short[] before;
    private final HugeSpans huge = new HugeSpans();

    Mover(Kernel kernel, Locator locator, int pid, MovePlan request, MoveOptions options) {
        this.kernel = kernel;
        this.frame = locator.frame();
        this.locator = locator;
        this.pid = pid;
        this.request = request;
        this.options = options;
        this.progress = new MoveInProgress(kernel, locator, pid, request, options.scope());
        this.truth = progress.truth();
        this.before = truth;
    }

    MoveOutcome move() {
        look(truth, huge);
        if (options.populate() && Absentees.areAmong(truth, truth.length)) {
            new Population(kernel, frame, pid, request).populate(truth.clone());
            huge.clear();
            look(truth, huge);
        }
        before = truth.clone();
        progress.begin();
        List<MoveBatch> groups = MoveBatch.of(request, before, huge);
        probeNodes(groups);
        carryOut(groups);
        for (int attempt = 1; attempt < options.attempts() && !progress.interrupted(); attempt++) {
            carryOut(MoveBatch.busy(request, truth, huge));
        }
        if (request.targets().length > 1 && progress.hasBegun()) {
            lookForDragged();
        }
        return result(classify());
    }

    /** Find out why pages are absent, and return why that is not known of some. */
    private Optional<String> classify() {
        if (!Absentees.areAmong(truth, truth.length)) {
            return Optional.empty();
        }
        Absentees absentees = new Absentees(kernel, frame, pid, this::refusesToMove);
        absentees.classify(request, truth);
        return absentees.unknownBecause();
    }

    /** Try to move a page that is not there, which moves nothing and tells a device's memory by its EFAULT. */
    private boolean refusesToMove(int page) {
        frame.holding(request.holderOfRun(request.runOf(page)));
        frame.addressArray[0] = request.address(page);
        long result = progress.call(1, request.node(page));
        frame.release();
        return result >= 0 && frame.statusArray[0] == PageCode.EFAULT;
    }

    private void carryOut(List<MoveBatch> groups) {
        for (MoveBatch group : groups) {
            frame.holding(group.holder());
            new BatchMover(progress, group).run();
        }
    }

    /**
     * Look at all pages once more after moves to several nodes.
     *
     * <p>A folio moves whole. Where its pages were to go to different nodes, the last move took along pages that an earlier one had
     * brought to their target, or that had been there from the start.
     */
    private void lookForDragged() {
        short[] now = new short[truth.length];
        try {
            look(now, null);
        } catch (NumaException gone) {
            Arrays.fill(now, (short) -gone.errno().number());
        }
        for (int i = 0; i < truth.length; i++) {
            if (truth[i] >= 0 || now[i] == request.node(i)) {
                truth[i] = now[i];
            } else if (PageCode.isFoundElsewhere(truth[i]) && now[i] >= 0) {
                truth[i] = PageCode.foundElsewhere(now[i]);
            }
        }
    }

    /** Write where every page is now to {@code out}, and what stands under one huge entry to {@code spans}. */
    private void look(short[] out, @Nullable HugeSpans spans) {
        for (int run = 0; run < request.runs();) {
            int limit = run + 1;
            MemorySegment holder = request.holderOfRun(run);
            while (limit < request.runs() && request.holderOfRun(limit).equals(holder)) {
                limit++;
            }
            frame.holding(holder);
            locator.locate(pid, request, request.firstPage(run), request.firstPage(limit), out, spans);
            run = limit;
        }
    }

    /**
     * Have the kernel check the target nodes before anything moves.
     *
     * <p>Each is named for the last page of the address space, which is the kernel's own and never a process's (address 0 may be
     * mapped): the node is checked first, and then there is nothing to move.
     * One target that some page needs is checked by its own move.
     */
    private void probeNodes(List<MoveBatch> groups) {
        int[] targets = request.targets();
        if (targets.length == 0 || targets.length == 1 && (!groups.isEmpty() || anyOnTarget())) {
            return;
        }
        frame.release();
        for (int node : targets) {
            frame.addressArray[0] = -kernel.pageSize();
            long result = progress.call(1, node);
            if (result < 0) {
                throw Refusals.explainNode(kernel, pid, node, options.scope(), (int) -result);
            }
        }
    }

    private boolean anyOnTarget() {
        for (int i = 0; i < before.length; i++) {
            if (before[i] == request.node(i)) {
                return true;
            }
        }
        return false;
    }

    private MoveOutcome result(Optional<String> unknownBecause) {
        int moved = 0;
        int alreadyThere = 0;
        int absent = 0;
        int nothing = 0;
        for (int run = 0; run < request.runs(); run++) {
            int node = request.nodeOfRun(run);
            int limit = request.firstPage(run + 1);
            for (int i = request.firstPage(run); i < limit; i++) {
                int now = truth[i];
                int there = now == node ? 1 : 0;
                // What was nowhere before came there by itself.
                int stayed = before[i] == node || PageCode.isUnclassified(before[i]) ? there : 0;
                moved += there - stayed;
                alreadyThere += stayed;
                if (now < 0 && PageCode.isAbsent(now)) {
                    absent++;
                    nothing += Absentees.kind(now).leavesComplete() ? 1 : 0;
                }
            }
        }
        var counts = new MoveCounts(moved, alreadyThere, absent, nothing);
        return new MoveOutcome(request, truth, progress.raw(), counts, progress.interrupted(), progress.calls(),
                unknownBecause,
                progress.shortages());
    }
}
