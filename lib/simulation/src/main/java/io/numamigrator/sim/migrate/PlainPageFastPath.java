package io.numamigrator.sim.migrate;

import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.mm.PackedEntries;
import io.numamigrator.sim.mm.PageDirectory;
import io.numamigrator.sim.mm.PageTable;
import io.numamigrator.sim.mm.Pte;

/**
 * The fast path for a process's own pages: runs within one page table are marked, moved and put back in one go.
 *
 * <p>Each works under the lock of the table, so it may run beside others of its kind.
 */
public final class PlainPageFastPath {

    private static final int MARKS = Pte.KIND | Pte.ISOLATED;

    /** What {@link #isolate} found at the first page. */
    public enum Found {
        /** Pages of its own elsewhere; they are isolated now. */
        ISOLATED,
        /** Pages of its own that are on the target. */
        IN_PLACE,
        /** Something that wants a closer look. */
        OTHER
    }

    private final PageTable table;
    private final Machine machine;
    private final int pagesPerTable;
    private Found found = Found.OTHER;

    public PlainPageFastPath(AddressSpace space) {
        this.table = space.table;
        this.machine = space.machine;
        this.pagesPerTable = space.geometry.pagesPerTable();
    }

    public Found found() {
        return found;
    }

    /** Look at up to {@code wanted} pages of one table, all alike, isolate those that are not on the target, and return how many. */
    public int isolate(long page, int wanted, int target) {
        PageDirectory directory = table.directory(page);
        found = Found.OTHER;
        if (directory == null) {
            return 1;
        }
        int number = table.tableOf(page);
        directory.lock(number);
        try {
            return isolate(directory, number, table.indexOf(page), wanted, target);
        } finally {
            directory.unlock(number);
        }
    }

    private int isolate(PageDirectory directory, int number, int index, int wanted, int target) {
        PackedEntries entries = directory.entries(number);
        if (entries == null) {
            int all = directory.uniform(number);
            if ((all & Pte.KIND) != Pte.PLAIN) {
                return 1;
            }
            if (Pte.node(all) == target) {
                found = Found.IN_PLACE;
                return wanted;
            }
            if ((all & (Pte.ISOLATED | Pte.HUGE)) != 0) {
                return 1;
            }
            if (wanted == pagesPerTable) {
                directory.setUniform(number, all | Pte.ISOLATED);
                found = Found.ISOLATED;
                return wanted;
            }
            entries = directory.mixed(number);
        }
        return isolate(entries, index, wanted, target);
    }

    private int isolate(PackedEntries entries, int index, int wanted, int target) {
        int limit = index + wanted;
        int entry = entries.get(index);
        if ((entry & (Pte.KIND | Pte.NODE)) == Pte.plain(target)) {
            found = Found.IN_PLACE;
            return entries.endOf(index, limit, Pte.KIND | Pte.NODE, Pte.plain(target)) - index;
        }
        if ((entry & MARKS) != Pte.PLAIN) {
            return 1;
        }
        int own = entries.endOf(index, limit, MARKS, Pte.PLAIN);
        int elsewhere = entries.find(index, own, Pte.NODE, target);
        entries.change(index, elsewhere, 0, Pte.ISOLATED);
        found = Found.ISOLATED;
        return elsewhere - index;
    }

    /** Mark one base or huge page of its own as isolated. */
    void isolateOne(long page, int entry) {
        int pages = Pte.isHuge(entry) ? pagesPerTable : 1;
        PageDirectory directory = table.directory(page);
        int number = table.tableOf(page);
        if (directory == null) {
            throw new IllegalStateException("an entry without a table");
        }
        directory.lock(number);
        try {
            if (pages > 1) {
                directory.setUniform(number, entry | Pte.ISOLATED);
            } else {
                int index = table.indexOf(page);
                directory.mixed(number).fill(index, index + 1, entry | Pte.ISOLATED);
            }
        } finally {
            directory.unlock(number);
        }
    }

    /** Let isolated pages have their new node, whose memory was taken, and give back the old memory. */
    void move(long page, int count, int target, long[] freed) {
        for (long at = page; at < page + count;) {
            int here = (int) Math.min(page + count - at, pagesPerTable - table.indexOf(at));
            change(at, here, target, freed);
            at += here;
        }
    }

    private void change(long page, int count, int target, long[] freed) {
        PageDirectory directory = table.directory(page);
        if (directory == null) {
            throw new IllegalStateException("isolated pages without a table");
        }
        int number = table.tableOf(page);
        directory.lock(number);
        try {
            if (count == pagesPerTable && directory.entries(number) == null) {
                int all = directory.uniform(number);
                freed[Pte.node(all)] += count;
                directory.setUniform(number, Pte.moved(all, target));
                return;
            }
            PackedEntries entries = directory.mixed(number);
            int index = table.indexOf(page);
            change(entries, index, index + count, target, freed);
            if (index + count == pagesPerTable) {
                directory.collapse(number);
            }
        } finally {
            directory.unlock(number);
        }
    }

    /** All that are isolated here are this call's; those of one node go together, wherever they stand. */
    private static void change(PackedEntries entries, int from, int limit, int target, long[] freed) {
        for (int i = from; i < limit; i = entries.find(i, limit, Pte.ISOLATED, Pte.ISOLATED)) {
            int entry = entries.get(i);
            freed[Pte.node(entry)] += entries.replace(i, limit, entry, Pte.moved(entry, target));
        }
    }

    /** Take the mark from isolated pages; they stay where they are. */
    void putBack(long page, int count) {
        for (long at = page; at < page + count;) {
            int here = (int) Math.min(page + count - at, pagesPerTable - table.indexOf(at));
            putBackInTable(at, here);
            at += here;
        }
    }

    private void putBackInTable(long page, int count) {
        PageDirectory directory = table.directory(page);
        if (directory == null) {
            return;
        }
        int number = table.tableOf(page);
        directory.lock(number);
        try {
            if (count == pagesPerTable && directory.entries(number) == null) {
                directory.setUniform(number, directory.uniform(number) & ~Pte.ISOLATED);
                return;
            }
            int index = table.indexOf(page);
            directory.mixed(number).change(index, index + count, Pte.ISOLATED, 0);
            directory.collapse(number);
        } finally {
            directory.unlock(number);
        }
    }

    void free(long[] freed) {
        for (int node = 0; node < freed.length; node++) {
            if (freed[node] > 0) {
                machine.node(node).give(freed[node]);
                freed[node] = 0;
            }
        }
    }
}
