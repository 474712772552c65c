package io.numamigrator.sim.fault;

import io.numamigrator.sim.machine.Geometry;
import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.mm.Folio;
import io.numamigrator.sim.mm.Pte;
import io.numamigrator.sim.mm.SimulatedFile;
import io.numamigrator.sim.mm.Vma;
import io.numamigrator.sim.mm.Zap;
import io.numamigrator.sim.policy.Policy;
import io.numamigrator.sim.task.Task;

/** First touch of hugetlb memory: a page of some node's pool. */
final class HugetlbFault {

    private final boolean write;
    private final Vma area;
    private final SimulatedFile file;
    private final Machine machine;
    private final AddressSpace space;
    private final PageAllocator allocator;

    HugetlbFault(Task task, Vma area, SimulatedFile file, boolean write) {
        this.write = write;
        this.area = area;
        this.file = file;
        this.machine = task.process.machine();
        this.space = task.process.requireSpace();
        this.allocator = new PageAllocator(task);
    }

    void touch(long from, long to) {
        Geometry geometry = space.geometry;
        int step = geometry.pagesPerTable();
        if (!area.shared()) {
            space.gainAnonVma(area.start());
        }
        for (long head = geometry.headOf(from); head < to; head += step) {
            if (space.table.entry(head) == Pte.NONE) {
                space.mapFolio(page(head), head, 0, step);
            } else if (write && !area.shared() && space.folio(head).mapcount(0) > 1) {
                new Zap(space).release(space.folio(head), head);
                space.mapFolio(page(head), head, 0, step);
            }
        }
    }

    private Folio page(long head) {
        long index = area.indexOf(head, space.geometry);
        Folio cached = area.shared() ? file.cache.folio(index) : null;
        if (cached != null) {
            return cached;
        }
        Folio made = new Folio(takeFromPool(head), space.geometry.pagesPerTable(), area.shared() ? file.cache : null,
                index);
        made.kind = Folio.Kind.HUGETLB;
        made.dirty = true;
        if (made.cache != null) {
            made.cache.add(made);
        }
        return made;
    }

    private int takeFromPool(long head) {
        Policy policy = allocator.policyFor(area, head);
        int[] order = policy != null && policy.interleaves()
                ? allocator.order(policy, area.interleaveIndex(head, space.geometry.tableShift(), space.geometry))
                : allocator.order(policy);
        for (int node : order) {
            if (machine.node(node).hugetlb.take()) {
                return node;
            }
        }
        throw new IllegalStateException(
                "SIGBUS: no hugetlb page is left; set some aside with hugetlbPages(node, count)");
    }
}
