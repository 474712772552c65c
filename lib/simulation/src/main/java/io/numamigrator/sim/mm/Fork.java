package io.numamigrator.sim.mm;

import io.numamigrator.sim.machine.Geometry;

/** Copies an address space for a child: private pages are shared until one side writes. */
public final class Fork {

    private final AddressSpace parent;
    private final AddressSpace child;
    private final Geometry geometry;

    public Fork(AddressSpace parent) {
        this.parent = parent;
        this.child = new AddressSpace(parent.machine);
        this.geometry = parent.geometry;
    }

    public AddressSpace copy() {
        child.placeBelow(parent);
        for (Vma area : parent.areas()) {
            child.inherit(area.withLocked(false));
            // What an area without pages of its own shows, the child finds by itself: in a file, or as the zero page.
            if (area.hasAnonVma()) {
                parent.table.eachRun(geometry.page(area.start()), geometry.page(area.end()), this::copyRun);
            }
        }
        return child;
    }

    private void copyRun(long page, long count, int entry) {
        switch (Pte.kind(entry)) {
            case Pte.ZERO -> child.table.fill(page, page + count, entry);
            case Pte.SWAPPED -> copySwapped(page, count);
            default -> copyPages(page, count, entry);
        }
    }

    private void copyPages(long page, long count, int entry) {
        int step = Pte.isHuge(entry) ? geometry.pagesPerTable() : 1;
        for (long at = page; at < page + count; at += step) {
            Folio folio = new FolioBinding(parent).folioAt(at);
            folio.forked = true;
            child.mapFolio(folio, at, folio.mappingAt(parent, at).part(), step);
        }
    }

    private void copySwapped(long page, long count) {
        for (long at = page; at < page + count; at++) {
            Folio folio = parent.folioOrNull(at);
            if (folio == null) {
                folio = new Folio(-1, 1);
                parent.keepSwapped(folio, at);
            }
            child.keepSwapped(folio, at);
            child.table.set(at, Pte.SWAPPED);
            parent.machine.swap().take();
        }
    }
}
