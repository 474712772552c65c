package io.numamigrator.sim;

/** First touch of hugetlb memory: a page of some node's pool. */
final class HugetlbFault {

    private final Vma area;
    private final SimulatedFile file;
    private final SimulatedMachine machine;
    private final AddressSpace space;
    private final PageAllocator allocator;

    HugetlbFault(Task task, Vma area, SimulatedFile file) {
        this.area = area;
        this.file = file;
        this.machine = task.process.machine();
        this.space = task.process.requireSpace();
        this.allocator = new PageAllocator(task);
    }

    void touch(long from, long to) {
        Geometry geometry = space.geometry;
        int step = geometry.pagesPerTable();
        for (long head = geometry.headOf(from); head < to; head += step) {
            if (space.table.entry(head) == Entry.NONE) {
                space.mapFolio(page(area.indexOf(head, geometry)), head, 0, step);
            }
        }
    }

    private Folio page(long index) {
        Folio cached = area.shared() ? file.cache.folio(index) : null;
        if (cached != null) {
            return cached;
        }
        Folio made = new Folio(takeFromPool(index), space.geometry.pagesPerTable(), area.shared() ? file.cache : null,
                index);
        made.kind = Folio.Kind.HUGETLB;
        made.dirty = true;
        if (made.cache != null) {
            made.cache.add(made);
        }
        return made;
    }

    private int takeFromPool(long index) {
        Policy policy = allocator.policyFor(area);
        int[] order = policy != null && policy.interleaves()
                ? allocator.order(policy, index >>> space.geometry.tableShift())
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
