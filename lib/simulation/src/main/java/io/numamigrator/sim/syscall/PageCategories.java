package io.numamigrator.sim.syscall;

import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.mm.Backing;
import io.numamigrator.sim.mm.Pte;
import io.numamigrator.sim.mm.Vma;
import io.numamigrator.sim.version.KernelSwitch;
import io.numamigrator.sim.version.KernelVersion;

/** What PAGEMAP_SCAN says of a page: bits PAGE_IS_* of linux/fs.h. No area here is watched by userfaultfd. */
final class PageCategories {

    static final long WPALLOWED = 1;
    static final long WRITTEN = 1 << 1;
    static final long FILE = 1 << 2;
    static final long PRESENT = 1 << 3;
    static final long SWAPPED = 1 << 4;
    static final long PFNZERO = 1 << 5;
    static final long HUGE = 1 << 6;
    static final long SOFT_DIRTY = 1 << 7;
    static final long GUARD = 1 << 8;
    static final long ACCESSED = 1 << 9;

    private static final long FIRST_KNOWN = GUARD - 1;

    private final AddressSpace space;
    private final KernelVersion kernel;
    private final boolean shortWay;

    /** Prepares to look at the pages of a space; {@code shortWay} if only {@link #WRITTEN} is asked for. */
    PageCategories(AddressSpace space, boolean shortWay) {
        this.space = space;
        this.kernel = space.machine.kernel();
        this.shortWay = shortWay;
    }

    /** Returns the categories that a kernel knows. */
    static long known(KernelVersion kernel) {
        return FIRST_KNOWN | (kernel.has(KernelSwitch.SCAN_KNOWS_GUARD) ? GUARD : 0)
                | (kernel.has(KernelSwitch.SCAN_KNOWS_ACCESSED) ? ACCESSED : 0);
    }

    /** Returns what is said of every page of an area: nobody has cleared the soft-dirty bits since it was mapped. */
    long ofArea() {
        return kernel.has(KernelSwitch.SOFT_DIRTY_IN_PAGEMAP) ? SOFT_DIRTY : 0;
    }

    /** Tells whether the pages of an area are looked at; frames of a device are not. */
    boolean areScanned(Vma area) {
        return switch (area.backing()) {
            case Backing.Device(String _) -> false;
            case Backing.Vvar() -> kernel.has(KernelSwitch.VVAR_IS_SCANNED);
            default -> true;
        };
    }

    /** Returns what is said of a page by its entry. */
    long ofPage(Vma area, long page, int entry) {
        long huge = Pte.isHuge(entry) ? HUGE : 0;
        return switch (Pte.kind(entry)) {
            case Pte.NONE -> ofEmpty(area, page);
            case Pte.SWAPPED -> SWAPPED | written();
            case Pte.ZERO -> PRESENT | PFNZERO | huge | written();
            case Pte.RARE -> PRESENT | huge | written() | (space.folio(page).isOfFile() ? FILE : 0);
            default -> PRESENT | huge | written();
        };
    }

    private long written() {
        return kernel.has(KernelSwitch.SCAN_WRITTEN_WITHOUT_USERFAULTFD) ? WRITTEN : 0;
    }

    /** An empty entry is told apart from a page table that is not there. */
    private long ofEmpty(Vma area, long page) {
        if (area.isHugetlb()) {
            return space.table.directory(page) == null ? 0 : HUGE;
        }
        boolean counts = shortWay || kernel.has(KernelSwitch.SCAN_EMPTY_ENTRY_IS_WRITTEN);
        return counts && hasTable(page) ? written() : 0;
    }

    private boolean hasTable(long page) {
        long head = space.geometry.headOf(page);
        long end = head + space.geometry.pagesPerTable();
        return space.table.entry(head) != Pte.NONE || space.table.endOfRun(head, end) < end;
    }

    /** Returns the page after those from {@code page} on, at most {@code to}, of which the same is said for certain. */
    long endOfAlike(long page, int entry, long to) {
        long end = Math.min(space.table.endOfRun(page, to), to);
        if (Pte.kind(entry) == Pte.RARE) {
            long limit = Pte.isHuge(entry) ? space.geometry.headOf(page) + space.geometry.pagesPerTable() : page + 1;
            return Math.min(end, limit);
        }
        // Whether a page table is there is asked of each.
        return Pte.kind(entry) == Pte.NONE ? Math.min(end, endOfEmpty(page)) : end;
    }

    private long endOfEmpty(long page) {
        return space.table.directory(page) == null
                ? Long.MAX_VALUE
                : space.geometry.headOf(page) + space.geometry.pagesPerTable();
    }
}
