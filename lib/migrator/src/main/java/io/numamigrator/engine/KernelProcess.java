package io.numamigrator.engine;

import io.numamigrator.Diagnosis;
import io.numamigrator.Errno;
import io.numamigrator.JvmFlags;
import io.numamigrator.MemoryRange;
import io.numamigrator.MigrateResult;
import io.numamigrator.MoveOptions;
import io.numamigrator.MoveResult;
import io.numamigrator.NodeSet;
import io.numamigrator.NumaException;
import io.numamigrator.NumaProcess;
import io.numamigrator.PageBuffer;
import io.numamigrator.PageReport;
import io.numamigrator.PageView;
import io.numamigrator.Placement;
import io.numamigrator.ProcessIdentity;
import io.numamigrator.Vma;
import io.numamigrator.access.IdentityReader;
import io.numamigrator.access.ProcessFiles;
import io.numamigrator.areas.NumaMaps;
import io.numamigrator.doctor.Doctor;
import io.numamigrator.kernel.Kernel;
import io.numamigrator.pages.AddressList;
import io.numamigrator.pages.PageList;
import io.numamigrator.pages.PageSpan;
import io.numamigrator.proc.ProcessStat;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** One process, asked through a kernel; remembers who it was, so that no other one is mistaken for it. */
final class KernelProcess implements NumaProcess {

    private final KernelMigrator migrator;
    private final int pid;

    /** Who the process was when it was first asked about; guarded by nothing, since every look at it gives the same. */
    private volatile Optional<ProcessStat> known = Optional.empty();

    KernelProcess(KernelMigrator migrator, int pid) {
        this.migrator = migrator;
        this.pid = pid;
    }

    @Override
    public int pid() {
        return pid;
    }

    @Override
    public PageReport locate(MemoryRange range) {
        Objects.requireNonNull(range, "range");
        return locate(PageSpan.of(range.start(), range.bytes(), pageSize()));
    }

    @Override
    public PageBuffer locate(MemoryRange range, PageBuffer into) {
        Objects.requireNonNull(range, "range");
        Objects.requireNonNull(into, "into");
        requireSame();
        return migrator.locate(pid, range.start(), range.bytes(), into, MemorySegment.NULL);
    }

    @Override
    public PageReport locate(List<MemoryRange> ranges) {
        Objects.requireNonNull(ranges, "ranges");
        Placement pieces = Placement.nothing();
        for (MemoryRange range : ranges) {
            pieces = pieces.and(range, 0);
        }
        return locate(MovePlanner.build(pieces, pageSize()));
    }

    @Override
    public PageReport locate(long[] addresses) {
        Objects.requireNonNull(addresses, "addresses");
        return locate(new AddressList(addresses.clone()));
    }

    private PageReport locate(PageList pages) {
        requireSame();
        return migrator.locate(pid, pages, MemorySegment.NULL);
    }

    private int pageSize() {
        return kernel().pageSize();
    }

    @Override
    public PageReport classify(PageView report) {
        Objects.requireNonNull(report, "report");
        requireSame();
        return migrator.classify(pid, report);
    }

    @Override
    public MoveResult move(Placement placement, MoveOptions options) {
        Objects.requireNonNull(placement, "placement");
        Objects.requireNonNull(options, "options");
        if (pid != 0 && pid != kernel().getpid()) {
            placement.tell((SegmentsAlone) (_, _) -> {
                throw new IllegalArgumentException(
                        "a segment is memory of this process; name memory of process " + pid
                                + " by address: Placement.of(MemoryRange, node)");
            });
        }
        Optional<ProcessStat> before = requireSame();
        MoveOutcome outcome = migrator.move(pid, placement, options);
        return outcome.result(
                before.isEmpty()
                        ? Optional.empty()
                        : ProcessStat.change(pid, before, ProcessStat.of(kernel(), pid)));
    }

    @Override
    public MigrateResult migrate(NodeSet from, NodeSet to) {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        requireSame();
        MigrateResult result = migrator.withFrame(frame -> Migration.run(kernel(), frame, pid, from, to));
        return RestOfMigration.after(kernel(), this, result);
    }

    @Override
    public List<Vma> maps() {
        requireSame();
        return NumaMaps.read(kernel(), pid);
    }

    @Override
    public List<Vma.Mapping> mappings() {
        requireSame();
        return NumaMaps.mappings(kernel(), pid);
    }

    @Override
    public Map<MemoryRange, Long> swapped() {
        requireSame();
        return NumaMaps.swapped(kernel(), pid);
    }

    @Override
    public ProcessIdentity identity() {
        requireSame();
        return IdentityReader.read(kernel(), pid);
    }

    @Override
    public Diagnosis explain() {
        return Doctor.examine(kernel(), pid);
    }

    @Override
    public Diagnosis explain(JvmFlags flags) {
        return Doctor.examine(kernel(), pid, Objects.requireNonNull(flags, "flags"));
    }

    @Override
    public String procDirectory() {
        return ProcessFiles.of(kernel(), pid).directory();
    }

    /** Ask /proc whether the number still belongs to the process that was asked about first, and return who it is. */
    private Optional<ProcessStat> requireSame() {
        Optional<ProcessStat> now = ProcessStat.of(kernel(), pid);
        Optional<ProcessStat> then = known;
        if (then.isEmpty()) {
            known = now;
        } else if (now.isPresent() && now.get().start() != then.get().start()) {
            throw new NumaException("read /proc/" + pid + "/stat", pid, 0, Errno.ESRCH,
                    "process " + pid + " of before has ended, and another one has its number now",
                    "call process(" + pid + ") anew if that one is meant");
        }
        return now;
    }

    private Kernel kernel() {
        return migrator.kernel();
    }

    @Override
    public String toString() {
        return pid == 0 ? "this process" : "process " + pid;
    }
}
