package io.numamigrator.sim.migrate;

import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.mm.Backing;
import io.numamigrator.sim.mm.Backing.Device;
import io.numamigrator.sim.mm.Backing.OfFile;
import io.numamigrator.sim.mm.Backing.Vvar;
import io.numamigrator.sim.mm.Folio;
import io.numamigrator.sim.mm.FolioBinding;
import io.numamigrator.sim.mm.Pte;
import io.numamigrator.sim.mm.SharedCheck;
import io.numamigrator.sim.mm.SimulatedFile;
import io.numamigrator.sim.mm.Vma;
import io.numamigrator.sim.version.KernelSwitch;
import io.numamigrator.sim.version.KernelVersion;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Walks areas and takes pages off the LRU lists, for migrate_pages(2), mbind(2) and cpusets: SEMANTICS 2.4. */
final class PageCollector {

    private static final int MOST_IN_RUN = 1 << 30;

    private final AddressSpace space;
    private final KernelVersion kernel;
    private final SharedCheck shared;
    private final boolean all;
    private final MigrationList list;
    private @Nullable Folio lastLarge;
    private long unisolated;
    private boolean singly;

    /** Prepare to collect pages, with {@code all} those that others map, too. */
    PageCollector(AddressSpace space, boolean all) {
        this.space = space;
        this.kernel = space.machine.kernel();
        this.shared = new SharedCheck(kernel);
        this.all = all;
        this.list = new MigrationList(space);
    }

    /** Make each base page an entry by itself. */
    PageCollector singly() {
        singly = true;
        return this;
    }

    MigrationList list() {
        return list;
    }

    /** Return how many mappings were met whose page could not be taken off its list. */
    long unisolated() {
        return unisolated;
    }

    /** Tell whether pages of an area may be migrated at all. */
    boolean isMigratable(Vma area) {
        return switch (area.backing()) {
            case Device(String _) -> false;
            case Vvar() -> false;
            case OfFile(SimulatedFile file) -> switch (file.fileSystem) {
                case LOW_ZONE -> !kernel.has(KernelSwitch.LOW_ZONE_UNMOVABLE);
                case DAX -> !kernel.has(KernelSwitch.DAX_UNMOVABLE);
                case SHMEM, DISK, WITHOUT_METHOD, WITHOUT_WRITING, WRITE_FAILS, FORBIDS -> true;
            };
            case Backing.Hugetlb(SimulatedFile _) -> kernel.has(KernelSwitch.HUGETLB_MOVABLE);
            case Backing.Anonymous() -> !(area.locked() && kernel.has(KernelSwitch.MLOCKED_SKIPPED));
            case Backing.Vdso() -> true;
        };
    }

    /** Collect the pages of {@code [from, to)} in one area whose node is wanted. */
    void collect(Vma area, long from, long to, IntPredicate wanted) {
        if (isMigratable(area)) {
            space.table.eachRun(from, to, (page, count, entry) -> collectRun(page, count, entry, wanted));
        }
    }

    private void collectRun(long page, long count, int entry, IntPredicate wanted) {
        if (Pte.isOwn(entry) && wanted.test(Pte.node(entry))) {
            collectOwn(page, count, entry);
        } else if (Pte.kind(entry) == Pte.RARE) {
            int step = Pte.isHuge(entry) ? space.geometry.pagesPerTable() : 1;
            for (long at = page; at < page + count; at += step) {
                Folio folio = space.folio(at);
                if (wanted.test(folio.node)) {
                    collectFolio(folio, at);
                }
            }
        }
    }

    private void collectOwn(long page, long count, int entry) {
        boolean huge = Pte.isHuge(entry);
        int whole = space.geometry.pagesPerTable();
        if (huge && !kernel.has(KernelSwitch.THP_SPLIT_FIRST) && ((page | count) & whole - 1) != 0) {
            collectPartsOfHuge(page, count);
            return;
        }
        if (huge && !kernel.has(KernelSwitch.THP_SPLIT_FIRST)) {
            int step = space.geometry.pagesPerTable();
            for (long head = page; head < page + count; head += step) {
                list.addSingle(head, step);
            }
            return;
        }
        if (huge) {
            space.table.fill(page, page + count, Pte.single(entry));
        }
        if (singly) {
            for (long at = page; at < page + count; at++) {
                list.addSingle(at, 1);
            }
            return;
        }
        for (long at = page; at < page + count; at += MOST_IN_RUN) {
            list.addOwn(at, (int) Math.min(MOST_IN_RUN, page + count - at));
        }
    }

    /** A huge page is taken whole, even if a range ends inside of it. */
    private void collectPartsOfHuge(long page, long count) {
        for (long at = page; at < page + count; at = space.geometry.headOf(at) + space.geometry.pagesPerTable()) {
            collectFolio(new FolioBinding(space).folioAt(at), space.geometry.headOf(at));
        }
    }

    private void collectFolio(Folio folio, long page) {
        switch (folio.kind) {
            case RESERVED, ZONE_DEVICE -> {
                return;
            }
            case MERGED -> {
                if (kernel.has(KernelSwitch.KSM_UNMOVABLE)) {
                    return;
                }
            }
            case ORDINARY, HUGETLB -> {
                // taken
            }
        }
        if (folio.isLarge() && folio == lastLarge) {
            // Until Linux 6.6 each further entry of it meets a page that is taken already.
            boolean again = !kernel.has(KernelSwitch.COUNTS_UNISOLATED) && (all || !isOthersToo(folio, page));
            unisolated += again ? 1 : 0;
            return;
        }
        lastLarge = folio.isLarge() ? folio : lastLarge;
        if (!all && isOthersToo(folio, page)) {
            return;
        }
        boolean offLru = folio.kind == Folio.Kind.MERGED && kernel.has(KernelSwitch.KSM_OFF_LRU);
        if (folio.isolated || offLru) {
            unisolated++;
        } else {
            list.addFolio(folio, page);
        }
    }

    /** Until Linux 6.8 the head alone counts, and has to be mapped, once. */
    private boolean isOthersToo(Folio folio, long page) {
        boolean byHead = folio.isLarge() && !folio.isHugetlb() && kernel.has(KernelSwitch.COLLECTED_BY_HEAD);
        return byHead ? folio.mapcount(0) != 1 : shared.isShared(folio, partOf(folio, page));
    }

    private int partOf(Folio folio, long page) {
        for (Folio.Mapping mapping : folio.mappings()) {
            if (mapping.space() == space && mapping.page() == page) {
                return mapping.part();
            }
        }
        return 0;
    }
}
