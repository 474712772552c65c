package io.numamigrator.sim.migrate;

import io.numamigrator.sim.machine.HugetlbPool;
import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.machine.MemoryNode;
import io.numamigrator.sim.machine.NegativeErrno;
import io.numamigrator.sim.machine.Watchers;
import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.mm.FileSystem;
import io.numamigrator.sim.mm.Folio;
import io.numamigrator.sim.mm.Vma;
import io.numamigrator.sim.version.KernelSwitch;
import io.numamigrator.sim.version.MigrationStep;
import io.numamigrator.sim.version.StepOrder;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;

/** The way of one folio through the steps of the engine; a step that is refused backs out of those before it. */
public final class FolioMigration {

    private static final int NOWHERE = -1;

    private final Machine machine;
    private final MigrationTarget memory;
    private final Folio folio;
    private final AddressSpace space;
    private final long page;
    private final int target;
    private final StepOrder order;
    private int got = NOWHERE;
    private boolean pooled;
    private boolean unmapped;

    /** Prepare to move a folio that was found at {@code page} to {@code target}, as {@code memory} understands it. */
    public FolioMigration(Machine machine, MigrationTarget memory, Folio folio, AddressSpace space, long page,
            int target) {
        this.machine = machine;
        this.memory = memory;
        this.folio = folio;
        this.space = space;
        this.page = page;
        this.target = target;
        this.order = machine.kernel().steps(folio.cache == null);
    }

    /**
     * Go all the way, and return the node that the folio is on now, or why it is not on the target: EAGAIN if it may be tried
     * again, ENOMEM if the target is full, EIO or EINVAL if its file system does not let it go.
     */
    public int attempt(int pass) {
        int refused = unmap(pass);
        int result = refused != 0 ? refused : move(pass);
        if (result < 0) {
            backOut(pass);
        }
        return result;
    }

    /** Tell whether it was freed in the meantime. */
    private boolean isGone() {
        return folio.node < 0 || !folio.isMapped() && folio.cache == null;
    }

    /** Go as far as the page-table entries; return 0 or a negative errno. */
    int unmap(int pass) {
        return isGone() ? 0 : through(order.unmap(), pass);
    }

    /** Go on from there; return the node or a negative errno. Until {@link #backOut} it may be tried again. */
    int move(int pass) {
        if (isGone()) {
            return target;
        }
        int refused = through(order.move(), pass);
        return refused != 0 ? refused : folio.node;
    }

    private int through(List<MigrationStep> steps, int pass) {
        int from = folio.node;
        for (MigrationStep step : steps) {
            int refused = take(step, pass);
            machine.watchers().see(space.number, space.geometry.address(page), step, pass, from,
                    got == NOWHERE ? target : got, -refused);
            if (refused != 0) {
                return refused;
            }
        }
        return 0;
    }

    private int take(MigrationStep step, int pass) {
        return switch (step) {
            case ALLOC -> allocate();
            case WAIT_WRITEBACK -> writeback(pass);
            case UNMAP -> depart();
            case CHECK_REFS -> checkReferences();
            case REMAP -> arrive();
            case ISOLATE, LOCK_SRC, ADD_SWAP_ENTRY, LOCK_DST, PRESET_DST, LOCK_TREE, CHECK_SLOT, CHECK_MAPPING,
                    REPLACE_SLOT, DROP_OLD_REF, UNLOCK_TREE, COPY_DATA, COPY_FLAGS, CLEAR_OLD_FLAGS, END_WRITEBACK,
                    UNLOCK, LRU_ADD, RESTORE, PUT_BACK, FAULT_WAITS, FAULT_GOES_ON ->
                0;
        };
    }

    private int allocate() {
        got = folio.isHugetlb() ? allocateHugetlb() : memory.take(target, folio.pages);
        int refused = Math.min(got, 0);
        got = Math.max(got, NOWHERE);
        return refused;
    }

    /** A page that the target's pool has not comes from its free memory. */
    private int allocateHugetlb() {
        for (int node : memory.order(target)) {
            HugetlbPool pool = machine.node(node).hugetlb;
            pooled = pool.free() > 0;
            if (pool.takeOrGrow()) {
                return node;
            }
        }
        return NegativeErrno.ENOMEM;
    }

    /** Later passes wait for what is being written, the first ones pass it over. */
    private int writeback(int pass) {
        if (folio.writeback && pass <= 2) {
            return NegativeErrno.EAGAIN;
        }
        folio.writeback = false;
        return 0;
    }

    private int depart() {
        unmapped = true;
        machine.watchers().depart(this::places);
        return 0;
    }

    private int checkReferences() {
        if (folio.pins > 0 || machine.faults().isBusy(space.geometry.address(page))) {
            return NegativeErrno.EAGAIN;
        }
        return folio.cache == null ? 0 : askFileSystem(folio.cache.file.fileSystem);
    }

    private int askFileSystem(FileSystem fileSystem) {
        return switch (fileSystem) {
            case SHMEM, DISK, LOW_ZONE, DAX -> 0;
            case WITHOUT_METHOD -> writeOut();
            case WITHOUT_WRITING -> folio.dirty ? NegativeErrno.EINVAL : 0;
            case WRITE_FAILS -> folio.dirty ? NegativeErrno.EIO : 0;
            case FORBIDS -> NegativeErrno.EIO;
        };
    }

    private int writeOut() {
        boolean wasDirty = folio.dirty;
        folio.dirty = false;
        return wasDirty ? NegativeErrno.EAGAIN : 0;
    }

    /** The old page is free; if the new one was not of the target's pool, the pool it leaves gets smaller. */
    private int arrive() {
        MemoryNode from = machine.node(folio.node);
        if (folio.isHugetlb()) {
            from.hugetlb.give();
            if (!pooled) {
                from.hugetlb.shrinkFree();
            }
        } else {
            from.give(folio.pages);
        }
        folio.node = got;
        folio.partial |= machine.kernel().has(KernelSwitch.MOVED_BY_ENTRIES_IS_PARTIAL) && entriesGoLast();
        folio.remapped();
        unmapped = false;
        machine.watchers().arrive(this::places);
        return 0;
    }

    private static Watchers.Place place(AddressSpace space, long page) {
        return new Watchers.Place(space.number, space.geometry.address(page));
    }

    private List<Watchers.Place> places() {
        return folio.mappings().stream()
                .flatMap(mapping -> LongStream.range(0, mapping.count())
                        .mapToObj(i -> place(mapping.space(), mapping.page() + i)))
                .toList();
    }

    /** Areas are visited by their starts, those of parents before those of children; a huge entry covers for what goes before it. */
    private boolean entriesGoLast() {
        return folio.isLarge() && !folio.isHugetlb() && folio.cache == null
                && folio.mappings().stream()
                        .max(Comparator.comparingLong(FolioMigration::startOfArea)
                                .thenComparingLong(each -> each.space().number))
                        .filter(last -> last.count() < folio.pages)
                        .isPresent();
    }

    private static long startOfArea(Folio.Mapping mapping) {
        AddressSpace space = mapping.space();
        Vma area = space.at(space.geometry.address(mapping.page()));
        return area == null ? 0 : area.start();
    }

    /** Give up this attempt: the memory that was taken is free again, and the old page is where it was. */
    void backOut(int pass) {
        if (got != NOWHERE) {
            giveBack(machine.node(got));
        }
        if (unmapped) {
            unmapped = false;
            machine.watchers().arrive(this::places);
            machine.watchers().see(space.number, space.geometry.address(page), MigrationStep.RESTORE, pass, folio.node,
                    target, 0);
        }
        got = NOWHERE;
    }

    private void giveBack(MemoryNode node) {
        if (folio.isHugetlb()) {
            node.hugetlb.give();
            if (!pooled) {
                node.hugetlb.shrinkFree();
            }
        } else {
            node.giveBack(folio.pages);
        }
    }
}
