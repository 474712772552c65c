package io.numamigrator.sim;

import java.util.function.Predicate;

/**
 * Moves all of a process's own pages from node to node at once, where nothing else is to be said of them and there is memory for all.
 *
 * <p>For a thread that is alone in the machine.
 */
final class BulkMove {

    private final AddressSpace space;
    private final Destination memory;
    private final boolean hugeToo;

    BulkMove(AddressSpace space, Destination memory) {
        this.space = space;
        this.memory = memory;
        this.hugeToo = !space.machine.kernel().has(KernelSwitch.THP_SPLIT_FIRST);
    }

    /**
     * Move the plain pages on {@code source} in areas that are wanted; without memory for all of them none.
     *
     * @return whether no plain page is left there
     */
    boolean move(int source, int target, Predicate<Vma> wanted) {
        long base = count(Entry.plain(source), wanted);
        long huge = hugeToo ? count(Entry.plain(source) | Entry.HUGE, wanted) : 0;
        if (base + huge == 0 || base + huge > Integer.MAX_VALUE) {
            return base + huge == 0;
        }
        int got = memory.takeSome(target, (int) (base + huge));
        if (got < base + huge) {
            space.machine.node(target).give(got);
            return false;
        }
        replace(Entry.plain(source), Entry.plain(target), base, wanted);
        replace(Entry.plain(source) | Entry.HUGE, Entry.plain(target) | Entry.HUGE, huge, wanted);
        space.machine.node(source).give(got);
        return true;
    }

    private long count(int entry, Predicate<Vma> wanted) {
        long found = 0;
        for (Vma area : space.areas()) {
            found += wanted.test(area) ? space.table.replace(first(area), behind(area), entry, entry) : 0;
        }
        return found;
    }

    private void replace(int old, int entry, long expected, Predicate<Vma> wanted) {
        if (expected == 0) {
            return;
        }
        for (Vma area : space.areas()) {
            if (wanted.test(area)) {
                space.table.replace(first(area), behind(area), old, entry);
            }
        }
    }

    private long first(Vma area) {
        return space.geometry.page(area.start());
    }

    private long behind(Vma area) {
        return space.geometry.page(area.end());
    }
}
