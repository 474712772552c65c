package io.numamigrator.sim.mm;

import io.numamigrator.sim.machine.Geometry;
import io.numamigrator.sim.machine.Machine;

/** Empties page tables: gives the pages of a range back. */
public final class Zap {

    private final AddressSpace space;
    private final Geometry geometry;

    public Zap(AddressSpace space) {
        this.space = space;
        this.geometry = space.geometry;
    }

    /** Give back the pages {@code [from, to)}; a huge page that reaches over an end stays whole, mapped in part. */
    public void free(long from, long to) {
        new HugeSplit(space).splitEntryAt(from);
        new HugeSplit(space).splitEntryAt(to);
        space.table.eachRun(from, to, this::freeRun);
        space.table.fill(from, to, Pte.NONE);
    }

    private void freeRun(long page, long count, int entry) {
        switch (Pte.kind(entry)) {
            case Pte.PLAIN, Pte.PROT_NONE -> space.machine.node(Pte.node(entry)).give(count);
            case Pte.SWAPPED -> freeSwapped(page, count);
            case Pte.RARE -> freeRare(page, count, entry);
            default -> {
                // the zero page is nobody's
            }
        }
    }

    private void freeSwapped(long page, long count) {
        for (long at = page; at < page + count; at++) {
            space.dropSwapped(at);
        }
        space.machine.swap().give(count);
    }

    private void freeRare(long page, long count, int entry) {
        int step = Pte.isHuge(entry) ? geometry.pagesPerTable() : 1;
        for (long at = page; at < page + count; at += step) {
            release(space.folio(at), at);
        }
    }

    /** Take one mapping from a folio, and its memory if that was the last reference. */
    public void release(Folio folio, long page) {
        Folio.Mapping gone = folio.mappingAt(space, page);
        space.forget(folio, page);
        folio.partial |= folio.isLarge() && folio.isMapped() && folio.isBareWithin(gone);
        dropIfUnused(space.machine, folio);
        FolioBinding.undo(folio);
    }

    /** Give back the memory of a folio that nothing refers to. */
    public static void dropIfUnused(Machine machine, Folio folio) {
        if (folio.isMapped() || folio.cache != null || folio.pins > 0 || folio.node < 0) {
            return;
        }
        if (folio.isHugetlb()) {
            machine.node(folio.node).hugetlb.give();
        } else if (folio.kind != Folio.Kind.RESERVED) {
            machine.node(folio.node).give(folio.pages);
        }
        folio.node = -1;
    }
}
