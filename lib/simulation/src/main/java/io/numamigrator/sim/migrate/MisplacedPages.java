package io.numamigrator.sim.migrate;

import io.numamigrator.NodeSet;
import io.numamigrator.sim.fault.PageAllocator;
import io.numamigrator.sim.machine.Geometry;
import io.numamigrator.sim.machine.NegativeErrno;
import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.mm.Folio;
import io.numamigrator.sim.mm.Pte;
import io.numamigrator.sim.mm.Vma;
import io.numamigrator.sim.policy.MempolicyFlags;
import io.numamigrator.sim.policy.Policy;
import io.numamigrator.sim.task.Task;
import io.numamigrator.sim.version.KernelSwitch;
import io.numamigrator.sim.version.KernelVersion;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a range that a new policy misplaces: those whose node is not in the mask that was given.
 *
 * <p>An empty mask misplaces every page.
 */
public final class MisplacedPages {

    private final AddressSpace space;
    private final KernelVersion kernel;
    private final NodeSet asked;
    private final boolean strict;
    private final boolean moves;
    private final PageCollector collector;
    private final List<Stretch> stretches = new ArrayList<>();
    private boolean unmovable;

    /** Nothing but plain pages is there, which nobody has collected yet. */
    private boolean plainAlone;

    /** The pages of the range in one area. */
    private record Stretch(Vma area, long from, long to) {}

    public MisplacedPages(AddressSpace space, NodeSet asked, int flags) {
        this.space = space;
        this.kernel = space.machine.kernel();
        this.asked = asked;
        this.strict = (flags & MempolicyFlags.STRICT) != 0;
        this.moves = (flags & (MempolicyFlags.MOVE | MempolicyFlags.MOVE_ALL)) != 0;
        this.collector = new PageCollector(space, (flags & MempolicyFlags.MOVE_ALL) != 0).singly();
    }

    public MigrationList list() {
        if (plainAlone) {
            collect();
        }
        return collector.list();
    }

    /** Put back what was collected. */
    public void putBack() {
        collector.list().putBack();
    }

    /**
     * Move all of them at once as a policy wants it, or none: all have to be plain, and to go to one node that has memory for all.
     *
     * @param policy the new one of the areas, null if they have none any more
     */
    public boolean moveAtOnce(Task caller, @Nullable Policy policy) {
        PageAllocator allocator = new PageAllocator(caller);
        Policy effective = policy != null ? policy : caller.policy();
        if (!plainAlone || effective != null && effective.interleaves()) {
            return false;
        }
        PlainRangeMigration plain = new PlainRangeMigration(space);
        stretches.stream().filter(stretch -> collector.isMigratable(stretch.area))
                .forEach(stretch -> plain.add(stretch.from, stretch.to));
        return plain.moveMisplaced(asked, allocator.order(effective));
    }

    /** Tell whether a misplaced page was met that cannot be moved, where the kernel tells of those. */
    public boolean someCannotMove() {
        return kernel.has(KernelSwitch.STRICT_TELLS_UNQUEUED) && (unmovable || collector.unisolated() > 0);
    }

    /** Look for what is misplaced in {@code [start, end)}, or return -EIO: STRICT alone does not abide it. */
    public long scan(List<Vma> areas, long start, long end) {
        Geometry geometry = space.geometry;
        for (Vma area : areas) {
            stretches.add(new Stretch(area, geometry.page(Math.max(start, area.start())),
                    geometry.page(area.endBelow(end))));
        }
        if (!moves) {
            boolean refused = strict && stretches.stream().anyMatch(
                    stretch -> !isPassedOver(stretch.area) && isMisplaced(stretch.from, stretch.to));
            return refused ? NegativeErrno.EIO : 0;
        }
        plainAlone = !space.machine.stepsPages()
                && stretches.stream().noneMatch(stretch -> space.table.hasOthers(stretch.from, stretch.to));
        for (Stretch stretch : stretches) {
            unmovable |= !collector.isMigratable(stretch.area) && isMisplaced(stretch.from, stretch.to);
        }
        if (!plainAlone) {
            collect();
        }
        return 0;
    }

    /** Until Linux 6.6 the search ends, with STRICT, after the page table in which something could not be taken. */
    private void collect() {
        boolean mayEnd = strict && !kernel.has(KernelSwitch.COUNTS_UNISOLATED);
        for (Stretch stretch : stretches) {
            long end = stretch.to;
            for (long from = stretch.from; from < stretch.to && !(mayEnd && collector.unisolated() > 0); from = end) {
                end = mayEnd
                        ? Math.min(stretch.to, space.geometry.headOf(from) + space.geometry.pagesPerTable())
                        : stretch.to;
                collector.collect(stretch.area, from, end, node -> !asked.contains(node));
            }
        }
    }

    private boolean isPassedOver(Vma area) {
        return kernel.has(KernelSwitch.STRICT_ALONE_IGNORED)
                || area.isHugetlb() && kernel.has(KernelSwitch.STRICT_IGNORES_HUGETLB);
    }

    private boolean isMisplaced(long from, long to) {
        boolean[] found = new boolean[1];
        space.table.eachRun(from, to, (page, count, entry) -> found[0] |= isMisplaced(page, count, entry));
        return found[0];
    }

    private boolean isMisplaced(long page, long count, int entry) {
        if (Pte.isOwn(entry)) {
            return !asked.contains(Pte.node(entry));
        }
        int step = Pte.isHuge(entry) ? space.geometry.pagesPerTable() : 1;
        for (long at = page; Pte.kind(entry) == Pte.RARE && at < page + count; at += step) {
            Folio folio = space.folio(at);
            if (folio.kind != Folio.Kind.RESERVED && !asked.contains(folio.node)) {
                return true;
            }
        }
        return false;
    }
}
