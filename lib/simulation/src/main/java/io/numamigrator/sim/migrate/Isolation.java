package io.numamigrator.sim.migrate;

import io.numamigrator.sim.machine.NegativeErrno;
import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.mm.Folio;
import io.numamigrator.sim.mm.HugeSplit;
import io.numamigrator.sim.mm.PageLookup;
import io.numamigrator.sim.mm.Pte;
import io.numamigrator.sim.mm.SharedCheck;
import io.numamigrator.sim.version.KernelSwitch;
import io.numamigrator.sim.version.KernelVersion;

/** Takes pages off the LRU lists for a move to one node: the closer look at one address, SEMANTICS 1.5. */
public final class Isolation {

    /** The page stands in the list now. */
    public static final int QUEUED = Integer.MIN_VALUE;

    /** Nobody else may be in the machine for this page. */
    public static final int WANTS_TO_BE_ALONE = Integer.MIN_VALUE + 1;

    private final AddressSpace space;
    private final KernelVersion kernel;
    private final PageLookup lookup;
    private final SharedCheck shared;
    private final boolean all;

    /** Prepare to isolate pages, with {@code all} shared ones too. */
    public Isolation(AddressSpace space, boolean all) {
        this.space = space;
        this.kernel = space.machine.kernel();
        this.lookup = new PageLookup(space);
        this.shared = new SharedCheck(kernel);
        this.all = all;
    }

    /** Queue the page at an address for {@code target}, or return its status; what is rare only if {@code alone}. */
    public int queue(long address, int target, MigrationList list, boolean alone) {
        if (!alone && Pte.kind(space.table.entry(space.geometry.page(address))) == Pte.RARE) {
            return WANTS_TO_BE_ALONE;
        }
        int missing = lookup.forMove(address);
        if (missing != PageLookup.PRESENT) {
            return missing;
        }
        Folio folio = lookup.folio();
        if (folio != null && folio.kind == Folio.Kind.MERGED && kernel.has(KernelSwitch.KSM_UNMOVABLE)) {
            return NegativeErrno.ENOENT;
        }
        if (lookup.node() == target) {
            return target;
        }
        return folio == null ? queueOwn(address, list) : queueFolio(folio, address, list);
    }

    private int queueOwn(long address, MigrationList list) {
        int entry = lookup.entry();
        if ((entry & Pte.ISOLATED) != 0) {
            return NegativeErrno.EBUSY;
        }
        long page = space.geometry.page(address);
        boolean huge = Pte.isHuge(entry);
        if (huge && kernel.has(KernelSwitch.THP_SPLIT_FIRST)) {
            new HugeSplit(space).splitPlain(space.geometry.headOf(page));
            entry = Pte.single(entry);
            huge = false;
        }
        long head = huge ? space.geometry.headOf(page) : page;
        new PlainPageFastPath(space).isolateOne(head, entry);
        list.addSingle(head, huge ? space.geometry.pagesPerTable() : 1);
        return QUEUED;
    }

    private int queueFolio(Folio found, long address, MigrationList list) {
        int part = lookup.partOf(address);
        if (shared.isShared(found, part) && !all) {
            return NegativeErrno.EACCES;
        }
        if (found.isHugetlb() && part > 0 && kernel.has(KernelSwitch.HUGETLB_TAIL_REFUSED)) {
            return NegativeErrno.EACCES;
        }
        if (found.isolated || isOffLru(found)) {
            return NegativeErrno.EBUSY;
        }
        Folio moved = found;
        long page = space.geometry.page(address);
        if (found.isLarge() && !found.isHugetlb() && kernel.has(KernelSwitch.THP_SPLIT_FIRST)) {
            if (found.pins > 0) {
                return NegativeErrno.EBUSY;
            }
            HugeSplit.splitFolio(space.machine, found);
            int entry = space.table.entry(page);
            if (Pte.kind(entry) != Pte.RARE) {
                new PlainPageFastPath(space).isolateOne(page, entry);
                list.addSingle(page, 1);
                return QUEUED;
            }
            moved = space.folio(page);
        }
        list.addFolio(moved, page);
        return QUEUED;
    }

    private boolean isOffLru(Folio folio) {
        return switch (folio.kind) {
            case RESERVED -> true;
            case MERGED -> kernel.has(KernelSwitch.KSM_OFF_LRU);
            case ORDINARY, HUGETLB, ZONE_DEVICE -> false;
        };
    }
}
