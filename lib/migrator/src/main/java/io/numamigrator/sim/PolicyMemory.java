package io.numamigrator.sim;

import org.jspecify.annotations.Nullable;

/** Memory as a policy wants it for each page: where mbind(2) moves misplaced pages to, SEMANTICS 3.2. */
final class PolicyMemory implements Destination {

    private final SimulatedMachine machine;
    private final PageAllocator allocator;
    private final MigrationList list;
    private final AddressSpace space;
    private final boolean dealsInOrder;
    private final @Nullable Policy policy;

    /** Allocate for the pages of a list by the policy that the call gives their areas; without one by the thread's. */
    PolicyMemory(Task caller, MigrationList list, @Nullable Policy policy) {
        this.machine = caller.process.machine();
        this.policy = policy != null ? policy : caller.policy();
        this.allocator = new PageAllocator(caller);
        this.list = list;
        this.space = list.space;
        this.dealsInOrder = machine.kernel().has(KernelSwitch.MBIND_DEALS_IN_ORDER);
    }

    /** The target is the number of the entry in the list. */
    @Override
    public int take(int target, int pages) {
        for (int node : order(target)) {
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
        long page = list.page(target);
        Vma area = space.at(space.geometry.address(page));
        if (policy == null || !policy.interleaves() || area == null) {
            return allocator.order(policy);
        }
        long index = dealsInOrder ? area.offset() + target : area.indexOf(page, space.geometry);
        Folio folio = list.folio(target);
        return allocator.order(policy, index / (folio == null ? list.count(target) : folio.pages));
    }
}
