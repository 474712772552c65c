package io.numamigrator.engine;

import io.numamigrator.KernelCall;
import io.numamigrator.MoveScope;
import io.numamigrator.PoolShortage;
import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import io.numamigrator.kernel.MoveFlags;
import io.numamigrator.pages.MovePlan;
import io.numamigrator.pages.PageCode;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a move has found and done so far, and the calls that it is made of. */
final class MoveInProgress {

    private final Kernel kernel;
    private final CallFrame frame;
    private final Locator locator;
    private final int pid;
    private final MovePlan request;
    private final MoveScope scope;
    private final short[] truth;
    private short[] raw;
    private final List<KernelCall> calls = new ArrayList<>();
    private final List<PoolShortage> shortages = new ArrayList<>();
    private @Nullable HugetlbPages hugetlb;
    private boolean interrupted;

    MoveInProgress(Kernel kernel, Locator locator, int pid, MovePlan request, MoveScope scope) {
        this.kernel = kernel;
        this.frame = locator.frame();
        this.locator = locator;
        this.pid = pid;
        this.request = request;
        this.scope = scope;
        this.truth = new short[request.count()];
        this.raw = truth;
    }

    /** Takes where the pages are now for what the kernel says of those that no call will name. */
    void begin() {
        raw = truth.clone();
    }

    /** Call move_pages(2) for the first {@code n} addresses of the frame, all to one node. */
    long call(int n, int node) {
        Query.pass(frame, n);
        passNode(n, node);
        int flags = scope == MoveScope.SHARED ? MoveFlags.MOVE_ALL : MoveFlags.MOVE;
        long result = kernel.movePages(frame, pid, n, frame.pages, frame.nodes, frame.status, flags);
        Query.fetch(frame, n);
        return result;
    }

    /** Bulk copies here, too: a loop over native memory waits long until it is compiled well. */
    private void passNode(int n, int node) {
        int[] piece = new int[Math.min(n, CallFrame.PIECE)];
        Arrays.fill(piece, node);
        for (int at = 0; at < n; at += CallFrame.PIECE) {
            MemorySegment.copy(
                    piece, 0, frame.nodes, ValueLayout.JAVA_INT, at * 4L, Math.min(CallFrame.PIECE, n - at));
        }
    }

    void note(int n, long result) {
        calls.add(new KernelCall("move_pages", pid, n, result));
    }

    /** Tell whether anything may have been moved by an earlier call. */
    boolean hasBegun() {
        return calls.stream().anyMatch(call -> !call.refused() || call.result() == PageCode.ENOMEM);
    }

    boolean checkInterrupt() {
        interrupted |= Thread.currentThread().isInterrupted();
        return interrupted;
    }

    /** Returns whether it was looked where the process has hugetlb pages. */
    boolean knowsHugetlb() {
        return hugetlb != null;
    }

    HugetlbPages hugetlb() {
        HugetlbPages found = hugetlb;
        if (found == null) {
            found = HugetlbPages.of(kernel, pid);
            hugetlb = found;
        }
        return found;
    }

    void note(PoolShortage shortage) {
        shortages.add(shortage);
    }

    Kernel kernel() {
        return kernel;
    }

    CallFrame frame() {
        return frame;
    }

    Locator locator() {
        return locator;
    }

    int pid() {
        return pid;
    }

    MovePlan request() {
        return request;
    }

    MoveScope scope() {
        return scope;
    }

    boolean interrupted() {
        return interrupted;
    }

    List<KernelCall> calls() {
        return calls;
    }

    List<PoolShortage> shortages() {
        return shortages;
    }

    short[] truth() {
        return truth;
    }

    short[] raw() {
        return raw;
    }
}
