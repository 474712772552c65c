package io.numamigrator.sim.mm;

import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.mm.Folio.Mapping;
import io.numamigrator.sim.version.KernelSwitch;
import java.util.BitSet;
import java.util.List;

/** Splits huge pages: the entry that maps one, or the page itself. */
public final class HugeSplit {

    private final AddressSpace space;
    private final int pagesPerTable;

    public HugeSplit(AddressSpace space) {
        this.space = space;
        this.pagesPerTable = space.geometry.pagesPerTable();
    }

    /** Map a huge page by single entries if a range ends inside it; the page stays whole. */
    void splitEntryAt(long page) {
        long head = space.geometry.headOf(page);
        int entry = space.table.entry(page);
        if (page != head && Pte.isHuge(entry)) {
            if (Pte.kind(entry) == Pte.ZERO) {
                space.table.fill(head, head + pagesPerTable, Pte.ZERO);
            } else {
                splitEntry(head);
            }
        }
    }

    /** Map the huge page that holds a page by single entries. */
    public void splitEntry(long page) {
        long head = space.geometry.headOf(page);
        Folio folio = new FolioBinding(space).folioAt(head);
        if (folio.isHugetlb()) {
            throw new IllegalArgumentException("a hugetlb page is mapped whole");
        }
        folio.keptDirty |= folio.dirtyAgain == null;
        space.forget(folio, head);
        for (int i = 0; i < pagesPerTable; i++) {
            space.mapFolio(folio, head + i, i, 1);
        }
    }

    /** Split the huge page at {@code head}, an ordinary one of this process, into base pages on the same node. */
    public void splitPlain(long head) {
        int entry = space.table.entry(head);
        if (Pte.isHuge(entry)) {
            space.table.fill(head, head + pagesPerTable, Pte.single(entry));
        }
    }

    /**
     * Split a large folio into base pages on the same node.
     *
     * <p>Base pages that nobody maps are freed; since Linux 6.12 those that never held data become the shared zero page.
     */
    public static void splitFolio(Machine machine, Folio folio) {
        List<Mapping> mappings = List.copyOf(folio.mappings());
        mappings.forEach(mapping -> mapping.space().forget(folio, mapping.page()));
        if (folio.cache != null) {
            folio.cache.remove(folio);
        }
        BitSet written = machine.kernel().has(KernelSwitch.SPLIT_DROPS_ZEROS) ? folio.written : null;
        for (int part = 0; part < folio.pages; part++) {
            boolean zero = written != null && !written.get(part);
            splitOff(machine, folio, part, mappings, zero);
        }
        folio.node = -1;
    }

    private static void splitOff(Machine machine, Folio whole, int part, List<Mapping> mappings,
            boolean zero) {
        Folio small = new Folio(whole.node, 1, whole.cache, whole.index + part);
        small.dirty = whole.dirty;
        small.dirtyAgain = whole.dirtyAgain == null || whole.dirtyAgain.get(part) ? null : new BitSet();
        for (Mapping mapping : mappings) {
            if (part >= mapping.part() && part < mapping.part() + mapping.count()) {
                long page = mapping.page() + part - mapping.part();
                if (zero && !isLocked(mapping.space(), page)) {
                    mapping.space().table.set(page, Pte.ZERO);
                } else {
                    mapping.space().table.set(page, Pte.NONE);
                    mapping.space().mapFolio(small, page, 0, 1);
                }
            }
        }
        if (small.cache != null) {
            small.cache.add(small);
        }
        Zap.dropIfUnused(machine, small);
        FolioBinding.undo(small);
    }

    private static boolean isLocked(AddressSpace space, long page) {
        Vma area = space.at(space.geometry.address(page));
        return area != null && area.locked();
    }
}
