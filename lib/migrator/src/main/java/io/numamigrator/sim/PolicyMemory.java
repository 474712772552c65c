package io.numamigrator.sim;

import org.jspecify.annotations.Nullable;

/** Memory as a policy wants it for each page: where mbind(2) moves misplaced pages to, SEMANTICS 3.2. */
final class PolicyMemory implements Destination {

    private final SimulatedMachine machine;
    private final PageAllocator allocator;
    private final MigrationList list;
    private final AddressSpace space;
    private final boolean dealsInOrder;
    private final boolean byCall;
    private final long first;
    private final long behind;
    private final @Nullable Policy policy;

    /** Allocate for the pages of a list that a call gives a policy from {@code start} to {@code end}; without one by the thread's. */
    PolicyMemory(Task caller, MigrationList list, long start, long end, @Nullable Policy policy) {
        this.machine = caller.process.machine();
        this.byCall = machine.kernel().has(KernelSwitch.MBIND_ALLOCATES_BY_ITS_POLICY);
        this.first = machine.geometry().page(start);
        this.behind = machine.geometry().page(end);
        this.policy = policy != null ? policy : caller.policy();
        this.allocator = new PageAllocator(caller);
        this.list = list;
        this.space = list.space;
        this.dealsInOrder = machine.kernel().has(KernelSwitch.MBIND_DEALS_IN_ORDER);
    }

    /** Each base page of a huge one that was split is dealt by its own place. */
    @Override
    public Destination forPart(long page) {
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
        return Answer.ENOMEM;
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
        Folio folio = list.folio(target);
        return order(list.page(target), target, folio == null ? list.count(target) : folio.pages);
    }

    private int[] order(long page, int target, int pages) {
        Vma area = space.at(space.geometry.address(page));
        // A huge page may begin before the range.
        boolean byArea = !byCall && page >= first && page < behind;
        @Nullable Policy effective = byArea ? allocator.policyFor(area, page) : policy;
        if (effective == null || !effective.interleaves() || area == null) {
            return allocator.order(effective);
        }
        long index = dealsInOrder ? area.offset() + target : area.indexOf(page, space.geometry);
        return allocator.order(effective, index / pages);
    }

    /** Memory for one base page of a huge one. */
    final class Part implements Destination {
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
            return PolicyMemory.this.takeSome(target, pages);
        }

        @Override
        public boolean singly() {
            return true;
        }

        @Override
        public int[] order(int target) {
            return PolicyMemory.this.order(page, target, 1);
        }
    }
}
