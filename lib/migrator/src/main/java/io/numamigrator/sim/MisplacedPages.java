package io.numamigrator.sim;

import io.numamigrator.NodeSet;
import java.util.List;

/**
 * The pages of a range that a new policy misplaces: those whose node is not in the mask that was given.
 *
 * <p>An empty mask misplaces every page.
 */
final class MisplacedPages {

    private final AddressSpace space;
    private final KernelVersion kernel;
    private final NodeSet asked;
    private final boolean strict;
    private final boolean moves;
    private final PageCollector collector;
    private boolean unmovable;

    MisplacedPages(AddressSpace space, NodeSet asked, int flags) {
        this.space = space;
        this.kernel = space.machine.kernel();
        this.asked = asked;
        this.strict = (flags & Mbind.STRICT) != 0;
        this.moves = (flags & (MovePages.MOVE | MovePages.MOVE_ALL)) != 0;
        this.collector = new PageCollector(space, (flags & MovePages.MOVE_ALL) != 0).singly();
    }

    MigrationList list() {
        return collector.list();
    }

    /** Tell whether a misplaced page was met that cannot be moved, where the kernel tells of those. */
    boolean someCannotMove() {
        return kernel.has(KernelSwitch.STRICT_TELLS_UNQUEUED) && (unmovable || collector.unisolated() > 0);
    }

    /** Collect what is misplaced in {@code [start, end)}, or return -EIO: STRICT alone does not abide it. */
    long scan(List<Vma> areas, long start, long end) {
        Geometry geometry = space.geometry;
        for (Vma area : areas) {
            long from = geometry.page(Math.max(start, area.start()));
            long to = geometry.page(Long.compareUnsigned(end, area.end()) < 0 ? end : area.end());
            if (moves) {
                collector.collect(area, from, to, node -> !asked.contains(node));
                unmovable |= !collector.isMigratable(area) && isMisplaced(from, to);
            } else if (strict && !isPassedOver(area) && isMisplaced(from, to)) {
                return Answer.EIO;
            }
        }
        return 0;
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
        if (Entry.isOwn(entry)) {
            return !asked.contains(Entry.node(entry));
        }
        int step = Entry.isHuge(entry) ? space.geometry.pagesPerTable() : 1;
        for (long at = page; Entry.kind(entry) == Entry.RARE && at < page + count; at += step) {
            Folio folio = space.folio(at);
            if (folio.kind != Folio.Kind.RESERVED && !asked.contains(folio.node)) {
                return true;
            }
        }
        return false;
    }
}
