package io.numamigrator.sim.mm;

import io.numamigrator.sim.machine.Geometry;
import io.numamigrator.sim.machine.NegativeErrno;
import io.numamigrator.sim.mm.Backing.Device;
import io.numamigrator.sim.mm.Backing.OfFile;
import io.numamigrator.sim.mm.Backing.Vvar;
import io.numamigrator.sim.version.KernelSwitch;
import io.numamigrator.sim.version.KernelVersion;
import org.jspecify.annotations.Nullable;

/** Finds the page at an address of an address space, or says with which errno there is none. */
public final class PageLookup {

    /** A page is there; the fields tell of it. */
    public static final int PRESENT = 0;

    private final AddressSpace space;
    private final KernelVersion kernel;
    private final Geometry geometry;
    private @Nullable Vma lastArea;

    private int entry;
    private int node;
    private @Nullable Folio folio;

    public PageLookup(AddressSpace space) {
        this.space = space;
        this.kernel = space.machine.kernel();
        this.geometry = space.geometry;
    }

    public int entry() {
        return entry;
    }

    /** Return the node of the page that was found. */
    public int node() {
        return node;
    }

    /** Return the folio of the page that was found; null if its entry says all. */
    public @Nullable Folio folio() {
        return folio;
    }

    /** Look for the page to say where it is: {@link #PRESENT}, or the negative errno of its status. */
    public int forQuery(long address) {
        Vma area = areaAt(address);
        if (area == null) {
            return hole(address);
        }
        if (area.backing() instanceof Device) {
            return kernel.has(KernelSwitch.DEVICE_QUERY_IS_EFAULT) ? NegativeErrno.EFAULT : NegativeErrno.ENOENT;
        }
        return page(area, address);
    }

    /** Look for the page to move it: {@link #PRESENT}, or the negative errno of its status. */
    public int forMove(long address) {
        Vma area = areaAt(address);
        if (area == null) {
            return hole(address);
        }
        int unmovable = unmovable(area);
        return unmovable != 0 ? unmovable : page(area, address);
    }

    private @Nullable Vma areaAt(long address) {
        Vma last = lastArea;
        if (last == null || !last.contains(address)) {
            last = space.at(address);
            lastArea = last;
        }
        return last;
    }

    private int hole(long address) {
        boolean belowAnArea = kernel.has(KernelSwitch.HOLE_IS_ENOENT) && space.find(address) != null;
        return belowAnArea ? NegativeErrno.ENOENT : NegativeErrno.EFAULT;
    }

    /** Return the errno for an area whose pages nobody migrates, else 0. */
    private int unmovable(Vma area) {
        boolean unchecked = kernel.has(KernelSwitch.VMA_UNCHECKED);
        return switch (area.backing()) {
            case Device(String _) -> unchecked ? NegativeErrno.ENOENT : NegativeErrno.EFAULT;
            case Vvar() ->
                unchecked || kernel.has(KernelSwitch.VVAR_MOVE_IS_ENOENT) ? NegativeErrno.ENOENT : NegativeErrno.EFAULT;
            case OfFile(SimulatedFile file) -> switch (file.fileSystem) {
                case LOW_ZONE -> kernel.has(KernelSwitch.LOW_ZONE_UNMOVABLE) ? NegativeErrno.EFAULT : 0;
                case DAX -> kernel.has(KernelSwitch.DAX_UNMOVABLE) ? NegativeErrno.EFAULT : 0;
                case SHMEM, DISK, WITHOUT_METHOD, WITHOUT_WRITING, WRITE_FAILS, FORBIDS -> 0;
            };
            case Backing.Hugetlb(SimulatedFile _) ->
                kernel.has(KernelSwitch.HUGETLB_MOVABLE) ? 0 : NegativeErrno.EFAULT;
            case Backing.Anonymous() -> 0;
            case Backing.Vdso() -> 0;
        };
    }

    private int page(Vma area, long address) {
        long page = geometry.page(address);
        entry = space.table.entry(page);
        folio = null;
        switch (Pte.kind(entry)) {
            case Pte.NONE -> {
                boolean efault = area.isAnonymous() && kernel.has(KernelSwitch.UNTOUCHED_IS_EFAULT);
                return efault ? NegativeErrno.EFAULT : NegativeErrno.ENOENT;
            }
            case Pte.ZERO -> {
                // The huge zero page is hidden with its whole page table.
                boolean hidden = hidden(area) && !Pte.isHuge(entry);
                return hidden || kernel.has(KernelSwitch.ZERO_PAGE_IS_ENOENT)
                        ? NegativeErrno.ENOENT
                        : NegativeErrno.EFAULT;
            }
            case Pte.SWAPPED -> {
                return NegativeErrno.ENOENT;
            }
            case Pte.RARE -> {
                folio = space.folio(page);
                node = folio.node;
            }
            default -> node = Pte.node(entry);
        }
        if (!hidden(area)) {
            return PRESENT;
        }
        // What hides a huge page hides its whole page table, which is EFAULT.
        return Pte.isHuge(entry) && area.isAnonymous() ? NegativeErrno.EFAULT : NegativeErrno.ENOENT;
    }

    private boolean hidden(Vma area) {
        return !area.isAccessible() && !area.isHugetlb() && kernel.has(KernelSwitch.PROT_NONE_IS_ENOENT)
                || folio != null && switch (folio.kind) {
                    case ZONE_DEVICE -> kernel.has(KernelSwitch.ZONE_DEVICE_IS_ENOENT);
                    case ORDINARY, HUGETLB, MERGED, RESERVED -> false;
                };
    }

    /** Return the place of an address's page in the folio that was found. */
    public int partOf(long address) {
        long page = geometry.page(address);
        Folio found = folio;
        if (found == null) {
            return Pte.isHuge(entry) ? (int) (page - geometry.headOf(page)) : 0;
        }
        for (Folio.Mapping mapping : found.mappings()) {
            if (mapping.space() == space && page >= mapping.page() && page < mapping.page() + mapping.count()) {
                return mapping.part() + (int) (page - mapping.page());
            }
        }
        throw new IllegalStateException("a folio that is not mapped here");
    }
}
