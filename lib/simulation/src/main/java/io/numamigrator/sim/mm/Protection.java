package io.numamigrator.sim.mm;

import io.numamigrator.sim.machine.Geometry;
import io.numamigrator.sim.version.KernelSwitch;
import java.util.BitSet;

/** mprotect(2): what a range may be used for from now on. */
public final class Protection {

    private final AddressSpace space;
    private final int protection;
    private final Geometry geometry;

    public Protection(AddressSpace space, int protection) {
        this.space = space;
        this.protection = protection;
        this.geometry = space.geometry;
    }

    public void apply(long from, long to) {
        for (Vma area : space.change(from, to, each -> each.withProtection(protection))) {
            long first = geometry.page(Math.max(from, area.start()));
            long end = geometry.page(area.endBelow(to));
            mark(first, end);
            if (space.machine.kernel().has(KernelSwitch.PROTECTION_CLEANS_HUGE) && !area.isHugetlb()) {
                cleanHuge(first, end);
            }
        }
    }

    private void mark(long first, long end) {
        int kind = protection == 0 ? Pte.PROT_NONE : Pte.PLAIN;
        space.table.eachRun(first, end, (page, count, entry) -> {
            if (Pte.isOwn(entry) && Pte.kind(entry) != kind) {
                space.table.fill(page, page + count, entry & ~Pte.KIND | kind);
            }
        });
    }

    /** A huge entry that could be written to loses its mark; where the page has it, or a fork has taken the right to write, it stays. */
    private void cleanHuge(long first, long end) {
        for (long page = first; page < end; page = geometry.headOf(page) + geometry.pagesPerTable()) {
            int entry = space.table.entry(page);
            if (Pte.isHuge(entry) && (Pte.isOwn(entry) || Pte.kind(entry) == Pte.RARE)) {
                clean(new FolioBinding(space).folioAt(page));
            }
        }
    }

    private static void clean(Folio folio) {
        if (folio.keptDirty || folio.forked) {
            FolioBinding.undo(folio);
        } else {
            folio.dirtyAgain = new BitSet();
        }
    }
}
