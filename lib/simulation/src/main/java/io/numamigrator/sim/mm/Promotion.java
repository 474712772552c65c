package io.numamigrator.sim.mm;

/** Turns an ordinary page into a {@link Folio} when something is to be said of it, and back when nothing is any more. */
public final class Promotion {

    private final AddressSpace space;

    public Promotion(AddressSpace space) {
        this.space = space;
    }

    /** Return the folio of a page that has one, or make it. */
    public Folio folioAt(long page) {
        int entry = space.table.entry(page);
        if (Entry.kind(entry) == Entry.RARE) {
            return space.folio(page);
        }
        if (!Entry.isOwn(entry)) {
            throw new IllegalArgumentException(
                    "no page is present at 0x" + Long.toHexString(space.geometry.address(page)) + "; touch it first");
        }
        boolean huge = Entry.isHuge(entry);
        int pages = huge ? space.geometry.pagesPerTable() : 1;
        long head = huge ? space.geometry.headOf(page) : page;
        Folio folio = new Folio(Entry.node(entry), pages);
        folio.dirty = true;
        folio.isolated = (entry & Entry.ISOLATED) != 0;
        folio.keptDirty = (entry & Entry.KEPT_DIRTY) != 0;
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
        int huge = folio.isLarge() ? Entry.HUGE | (folio.keptDirty ? Entry.KEPT_DIRTY : 0) : 0;
        space.table.fill(only.page(), only.page() + only.count(), ownKind(space, only.page()) | huge | folio.node);
    }

    /** Return the kind of entry for a process's own page: it depends on whether its area may be accessed. */
    static int ownKind(AddressSpace space, long page) {
        Vma area = space.at(space.geometry.address(page));
        return area == null || area.isAccessible() ? Entry.PLAIN : Entry.PROT_NONE;
    }
}
