package io.numamigrator.engine;

import io.numamigrator.Backend;
import io.numamigrator.BindFlag;
import io.numamigrator.Diagnosis;
import io.numamigrator.MemoryPolicy;
import io.numamigrator.MemoryRange;
import io.numamigrator.MoveOptions;
import io.numamigrator.MoveResult;
import io.numamigrator.NumaMigrator;
import io.numamigrator.NumaProcess;
import io.numamigrator.NumaTopology;
import io.numamigrator.PageBuffer;
import io.numamigrator.PageReport;
import io.numamigrator.PageView;
import io.numamigrator.Placement;
import io.numamigrator.doctor.Doctor;
import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import io.numamigrator.kernel.Segments;
import io.numamigrator.pages.MovePlan;
import io.numamigrator.pages.PageLimit;
import io.numamigrator.pages.PageList;
import io.numamigrator.pages.PageSpan;
import io.numamigrator.policy.PolicyCalls;
import io.numamigrator.proc.TopologyReader;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** The one migrator there is, above whatever kernel it is given. */
public final class KernelMigrator implements NumaMigrator {

    /** Fewer pages than this are located by a single call, which cannot be about two processes. */
    private static final int ONE_LOOK = 1024;

    private final Kernel kernel;
    private final boolean simulated;
    private final FramePool frames;
    private volatile boolean closed;

    /** Makes the migrator above a kernel. */
    public KernelMigrator(Kernel kernel, boolean simulated) {
        this.kernel = kernel;
        this.simulated = simulated;
        this.frames = new FramePool(kernel, CallFrame::new);
    }

    @Override
    public PageReport locate(MemorySegment segment) {
        Objects.requireNonNull(segment, "segment");
        PageSpan pages = PageSpan.of(Segments.requireUsable(segment).address(), segment.byteSize(), kernel.pageSize());
        kernel.notice(segment);
        return locate(0, pages, segment);
    }

    @Override
    public PageBuffer locate(MemorySegment segment, PageBuffer into) {
        Objects.requireNonNull(segment, "segment");
        Objects.requireNonNull(into, "into");
        into.clear();
        return locate(0, Segments.requireUsable(segment).address(), segment.byteSize(), into, segment);
    }

    @Override
    public PageReport locate(List<MemoryRange> ranges) {
        Objects.requireNonNull(ranges, "ranges");
        return self().locate(ranges);
    }

    @Override
    public PageReport locate(long[] addresses) {
        Objects.requireNonNull(addresses, "addresses");
        return self().locate(addresses);
    }

    @Override
    public PageReport classify(PageView report) {
        Objects.requireNonNull(report, "report");
        return self().classify(report);
    }

    PageReport classify(int pid, PageView view) {
        return view.with((pages, codes) -> {
            if (Absentees.areAmong(codes, codes.length)) {
                inFrame(frame -> new Absentees(kernel, frame, pid, null).classify(pages, codes));
            }
        });
    }

    PageReport locate(int pid, PageList pages, MemorySegment holder) {
        PageLimit.requireHeap(pages.count(), Short.BYTES);
        short[] status = new short[pages.count()];
        locate(pid, pages, status, holder);
        return new PageReport(pages, status, kernel.pageSize());
    }

    PageBuffer locate(int pid, long start, long bytes, PageBuffer into, MemorySegment holder) {
        into.fill(start, bytes, kernel.pageSize(), (pages, status) -> {
            kernel.notice(holder);
            locate(pid, pages, status, holder);
        });
        return into;
    }

    private void locate(int pid, PageList pages, short[] status, MemorySegment holder) {
        FramePool.Place place = open();
        place.frame.holding(holder);
        try {
            if (pid != 0 && pages.count() > ONE_LOOK) {
                kernel.hold(place.frame, pid);
            }
            place.locator.locate(pid, pages, 0, pages.count(), status, null);
        } finally {
            kernel.letGo(place.frame);
            place.giveBack();
        }
    }

    @Override
    public MoveResult move(Placement placement, MoveOptions options) {
        Objects.requireNonNull(placement, "placement");
        Objects.requireNonNull(options, "options");
        return move(0, placement, options).result(Optional.empty());
    }

    MoveOutcome move(int pid, Placement placement, MoveOptions options) {
        MovePlan request = MovePlanner.build(placement, kernel.pageSize());
        PageLimit.requireHeap(request.count(), Mover.BYTES_A_PAGE);
        if (simulated) {
            notice(placement);
        }
        FramePool.Place place = open();
        try {
            if (pid != 0) {
                kernel.hold(place.frame, pid);
            }
            return new Mover(kernel, place.locator, pid, request, options).move();
        } finally {
            kernel.letGo(place.frame);
            place.giveBack();
        }
    }

    private void notice(Placement placement) {
        placement.tell((SegmentsAlone) (segment, _) -> kernel.notice(segment));
    }

    @Override
    public NumaProcess process(long pid) {
        return new KernelProcess(this, checkedPid(pid));
    }

    private static int checkedPid(long pid) {
        if (pid < 0) {
            throw new IllegalArgumentException("pid " + pid + " is negative; 0 is this process");
        }
        if (pid != (int) pid) {
            throw new IllegalArgumentException("pid " + pid + " does not fit the 32 bits of a Linux process id");
        }
        return (int) pid;
    }

    @Override
    public NumaTopology topology() {
        requireOpen();
        return TopologyReader.read(kernel);
    }

    @Override
    public MemoryPolicy policy(MemorySegment segment) {
        Objects.requireNonNull(segment, "segment");
        kernel.notice(Segments.requireUsable(segment));
        return withFrame(frame -> PolicyCalls.get(kernel, frame, segment));
    }

    @Override
    public void setPolicy(MemorySegment segment, MemoryPolicy policy, BindFlag... flags) {
        Objects.requireNonNull(segment, "segment");
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(flags, "flags");
        kernel.notice(Segments.requireUsable(segment));
        inFrame(frame -> PolicyCalls.set(kernel, frame, segment, policy, flags));
    }

    @Override
    public MemoryPolicy threadPolicy() {
        return withFrame(frame -> PolicyCalls.getThread(kernel, frame));
    }

    @Override
    public void setThreadPolicy(MemoryPolicy policy) {
        Objects.requireNonNull(policy, "policy");
        inFrame(frame -> PolicyCalls.setThread(kernel, frame, policy));
    }

    <T> T withFrame(FramePool.Work<T> work) {
        requireOpen();
        return frames.with(work);
    }

    void inFrame(Consumer<CallFrame> work) {
        withFrame(frame -> {
            work.accept(frame);
            return frame;
        });
    }

    @Override
    public Backend backend() {
        return new Backend(kernel.description(), simulated, kernel.pageSize());
    }

    @Override
    public Diagnosis explain() {
        requireOpen();
        return Doctor.examine(kernel, 0);
    }

    @Override
    public void close() {
        closed = true;
        frames.close();
    }

    /** Returns the call frames, which can be had even when this migrator is closed: memory may outlive it. */
    FramePool frames() {
        return frames;
    }

    public Kernel kernel() {
        requireOpen();
        return kernel;
    }

    private FramePool.Place open() {
        requireOpen();
        return frames.borrow();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this NumaMigrator is closed");
        }
    }

    @Override
    public String toString() {
        return "NumaMigrator[" + kernel.description() + "]";
    }
}
