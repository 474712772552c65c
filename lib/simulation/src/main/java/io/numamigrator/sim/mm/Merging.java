package io.numamigrator.sim.mm;

import io.numamigrator.sim.machine.Machine;
import org.jspecify.annotations.Nullable;

/** Merges pages of equal content, as KSM does. */
public final class Merging {

    private final Machine machine;
    private @Nullable Folio merged;

    public Merging(Machine machine) {
        this.machine = machine;
    }

    /** Merge a base page of a process with those merged before. */
    public void merge(AddressSpace space, long page) {
        if (Pte.isHuge(space.table.entry(page))) {
            new HugeSplit(space).splitPlain(space.geometry.headOf(page));
        }
        Folio folio = new FolioBinding(space).folioAt(page);
        Folio stays = merged;
        if (stays == null) {
            folio.kind = Folio.Kind.MERGED;
            merged = folio;
            return;
        }
        space.forget(folio, page);
        Zap.dropIfUnused(machine, folio);
        space.mapFolio(stays, page, 0, 1);
    }
}
