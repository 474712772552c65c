package io.numamigrator.sim.migrate;

import io.numamigrator.sim.fault.PageAllocator;
import io.numamigrator.sim.machine.Geometry;
import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.machine.NegativeErrno;
import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.mm.Folio;
import io.numamigrator.sim.mm.Vma;
import io.numamigrator.sim.policy.Policy;
import io.numamigrator.sim.task.Task;
import io.numamigrator.sim.version.KernelSwitch;
import org.jspecify.annotations.Nullable;

/** Memory as a policy wants it for each page: where mbind(2) moves misplaced pages to, SEMANTICS 3.2. */
public final class PolicyTarget implements MigrationTarget {

    private final Machine machine;
    private final PageAllocator allocator;
    private final MigrationList list;
    private final AddressSpace space;
    private final boolean dealsInOrder;
    private final boolean byCall;
    private final long first;
    private final long limit;
    private final @Nullable Policy policy;
    private final long shift;

    /** Allocate for the pages of a list that a call gives a policy from {@code start} to {@code end}; without one by the thread's. */
    public PolicyTarget(Task caller, MigrationList list, long start, long end, @Nullable Policy policy) {
        this.machine = caller.process.machine();
        this.byCall = machine.kernel().has(KernelSwitch.MBIND_ALLOCATES_BY_ITS_POLICY);
        this.first = machine.geometry().page(start);
        this.limit = machine.geometry().page(end);
        this.policy = policy != null ? policy : caller.policy();
        this.allocator = new PageAllocator(caller);
        this.list = list;
        this.space = list.space;
        this.dealsInOrder = machine.kernel().has(KernelSwitch.MBIND_DEALS_IN_ORDER);
        this.shift = byCall ? shift() : 0;
    }

    /**
     * Returns by how much all are dealt otherwise than by their place in what is mapped: as the first is that is not merged.
     *
     * <p>It is dealt as when it is touched, {@link Vma#interleaveIndex}; one that begins outside of the areas of the range shifts nothing.
     */
    private long shift() {
        for (int i = 0; i < list.size(); i++) {
            Folio folio = list.folio(i);
            if (folio == null || folio.kind != Folio.Kind.MERGED) {
                return shift(i);
            }
        }
        return 0;
    }

    private long shift(int i) {
        Geometry geometry = space.geometry;
        Vma mapped = space.at(geometry.address(list.page(i)));
        long head = headOf(i);
        Vma area = space.at(geometry.address(head));
        boolean known = mapped != null && area != null && area.backing().equals(mapped.backing())
                && area.indexOf(head, geometry) == mapped.indexOf(head, geometry)
                && geometry.page(area.end()) > first && geometry.page(area.start()) < limit;
        return known && area != null
                ? area.interleaveIndex(head, orderOf(i), geometry) - (area.indexOf(head, geometry) >>> orderOf(i))
                : 0;
    }

    /** Returns the page at which the folio of an entry begins, mapped or not. */
    private long headOf(int i) {
        Folio folio = list.folio(i);
        return folio == null ? list.page(i) : list.page(i) - folio.partAt(space, list.page(i));
    }

    /** Returns the binary logarithm of the base pages of an entry's folio. */
    private int orderOf(int i) {
        Folio folio = list.folio(i);
        return Integer.numberOfTrailingZeros(folio == null ? list.count(i) : folio.pages);
    }

    /** Each base page of a huge one that was split is dealt by its own place. */
    @Override
    public MigrationTarget forPart(long page) {
        return new Part(page);
    }

    /** The target is the number of the entry in the list. */
    @Override
    public int take(int target, int pages) {
        return takeFrom(order(target), pages);
    }

    private int takeFrom(int[] order, int pages) {
        for (int node : order) {
            if (machine.node(node).takeAll(pages)) {
                return node;
            }
        }
        return NegativeErrno.ENOMEM;
    }

    @Override
    public int takeSome(int target, int pages) {
        throw new UnsupportedOperationException("each page has a policy of its own");
    }

    @Override
    public boolean singly() {
        return true;
    }

    @Override
    public int[] order(int target) {
        return order(list.page(target), headOf(target), target, orderOf(target));
    }

    /** Returns the nodes for a folio that is mapped at {@code page} and begins at {@code head}, in order. */
    private int[] order(long page, long head, int target, int order) {
        Vma area = space.at(space.geometry.address(page));
        // A huge page may begin before the range.
        boolean byArea = !byCall && page >= first && page < limit;
        @Nullable Policy effective = byArea ? allocator.policyFor(area, page) : policy;
        if (effective == null || !effective.interleaves() || area == null) {
            return allocator.order(effective);
        }
        if (dealsInOrder) {
            return allocator.order(effective, area.offset() + target);
        }
        long index = byCall
                ? shift + (area.indexOf(head, space.geometry) >>> order)
                : area.interleaveIndex(head, order, space.geometry);
        return allocator.order(effective, index);
    }

    /** Memory for one base page of a huge one. */
    final class Part implements MigrationTarget {
        private final long page;

        Part(long page) {
            this.page = page;
        }

        @Override
        public int take(int target, int pages) {
            return takeFrom(order(target), pages);
        }

        @Override
        public int takeSome(int target, int pages) {
            return PolicyTarget.this.takeSome(target, pages);
        }

        @Override
        public boolean singly() {
            return true;
        }

        @Override
        public int[] order(int target) {
            return PolicyTarget.this.order(page, page, target, 0);
        }
    }
}
