package io.numamigrator.sim.migrate;

import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.mm.Folio;
import io.numamigrator.sim.mm.Pte;
import io.numamigrator.sim.version.KernelSwitch;
import org.jspecify.annotations.Nullable;

/**
 * Pages that a call has just moved, and that wait in a per-CPU list of 15 for their place on the LRU lists.
 *
 * <p>Up to Linux 5.12 a page cannot be taken a second time while it waits: -EBUSY. The fifteenth base page sends all of them on, and so
 * does a large one, but not one of hugetlb; later kernels do without the list during the call (measured on 5.10).
 */
public final class LruAddBatch {

    private static final int MOST = 15;

    private final boolean matters;
    private final AddressSpace space;
    private final long[] pages = new long[MOST];
    private final @Nullable Folio[] folios = new @Nullable Folio[MOST];
    private int count;

    public LruAddBatch(AddressSpace space) {
        this.matters = space.machine.kernel().has(KernelSwitch.FRESH_PAGE_IS_BUSY);
        this.space = space;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** Tell whether a page waits that is not on {@code target}; where it is already nobody needs to take it. */
    public boolean isBusy(long page, int target) {
        if (count == 0) {
            return false;
        }
        int entry = space.table.entry(page);
        Folio folio = Pte.kind(entry) == Pte.RARE ? space.folio(page) : null;
        boolean elsewhere = (folio == null ? Pte.node(entry) : folio.node) != target;
        for (int i = 0; elsewhere && i < count; i++) {
            if (folio == null ? pages[i] == page : folios[i] == folio) {
                return true;
            }
        }
        return false;
    }

    /** Note what was moved, in the order in which it arrived. */
    public void remember(MigrationList list) {
        if (!matters) {
            return;
        }
        for (int i = 0; i < list.size(); i++) {
            if (list.result(i) >= 0) {
                remember(list.page(i), list.count(i), list.folio(i));
            }
        }
    }

    private void remember(long first, int wide, @Nullable Folio folio) {
        if (folio != null && folio.isHugetlb()) {
            return;
        }
        if (folio != null ? folio.isLarge() : Pte.isHuge(space.table.entry(first))) {
            count = 0;
            return;
        }
        for (int k = 0; k < wide; k++) {
            pages[count] = first + k;
            folios[count] = folio;
            count = (count + 1) % MOST;
        }
    }
}
