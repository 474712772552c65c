package io.numamigrator.sim;

/**
 * Base pages that a call has just moved, and that wait in a per-CPU list of 15 for their place on the LRU lists.
 *
 * <p>Up to Linux 5.12 the next attempt to take such a page is -EBUSY, and the one after it finds the page (measured on 5.10).
 */
final class FreshPages {

    private static final int MOST = 15;

    private final boolean matters;
    private final long[] pages = new long[MOST];
    private int count;

    FreshPages(boolean matters) {
        this.matters = matters;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Tell whether a page is still waiting; from now on it does not. */
    boolean isBusy(long page) {
        for (int i = 0; i < count; i++) {
            if (pages[i] == page) {
                pages[i] = pages[--count];
                return true;
            }
        }
        return false;
    }

    /** Note what was moved: the fifteenth page sends all of them on, a huge page does not wait. */
    void remember(MigrationList list, AddressSpace space) {
        if (!matters) {
            return;
        }
        for (int i = 0; i < list.size(); i++) {
            Folio folio = list.folio(i);
            boolean large = folio != null ? folio.isLarge() : Entry.isHuge(space.table.entry(list.page(i)));
            boolean moved = list.result(i) >= 0;
            for (int k = 0; moved && !large && k < list.count(i); k++) {
                pages[count++] = list.page(i) + k;
                count = count == MOST ? 0 : count;
            }
        }
    }
}
