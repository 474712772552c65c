package io.numamigrator.sim.mm;

/** Turns an ordinary page into a {@link Folio} when something is to be said of it, and back when nothing is any more. */
public final class FolioBinding {

    private final AddressSpace space;

    public FolioBinding(AddressSpace space) {
        this.space = space;
    }

    /** Return the folio of a page that has one, or make it. */
    public Folio folioAt(long page) {
        int entry = space.table.entry(page);
        if (Pte.kind(entry) == Pte.RARE) {
            return space.folio(page);
        }
        if (!Pte.isOwn(entry)) {
            throw new IllegalArgumentException(
                    "no page is present at 0x" + Long.toHexString(space.geometry.address(page)) + "; touch it first");
        }
        boolean huge = Pte.isHuge(entry);
        int pages = huge ? space.geometry.pagesPerTable() : 1;
        long head = huge ? space.geometry.headOf(page) : page;
        Folio folio = new Folio(Pte.node(entry), pages);
        folio.dirty = true;
        folio.isolated = (entry & Pte.ISOLATED) != 0;
        folio.keptDirty = (entry & Pte.KEPT_DIRTY) != 0;
        space.mapFolio(folio, head, 0, pages);
        return folio;
    }

    /** Let an entry speak for itself again, if the folio has become an ordinary page of one process. */
    public static void undo(Folio folio) {
        boolean ordinary = folio.cache == null && folio.pins == 0 && folio.kind == Folio.Kind.ORDINARY
                && !folio.isolated && !folio.writeback && !folio.forked && folio.written == null
                && folio.dirtyAgain == null;
        if (!ordinary || folio.mappings().size() != 1) {
            return;
        }
        Folio.Mapping only = folio.mappings().getFirst();
        if (only.count() != folio.pages) {
            return;
        }
        AddressSpace space = only.space();
        space.forget(folio, only.page());
        int huge = folio.isLarge() ? Pte.HUGE | (folio.keptDirty ? Pte.KEPT_DIRTY : 0) : 0;
        space.table.fill(only.page(), only.page() + only.count(), ownKind(space, only.page()) | huge | folio.node);
    }

    /** Return the kind of entry for a process's own page: it depends on whether its area may be accessed. */
    static int ownKind(AddressSpace space, long page) {
        Vma area = space.at(space.geometry.address(page));
        return area == null || area.isAccessible() ? Pte.PLAIN : Pte.PROT_NONE;
    }
}
