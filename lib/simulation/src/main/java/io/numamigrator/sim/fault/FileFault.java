package io.numamigrator.sim.fault;

import io.numamigrator.sim.machine.Geometry;
import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.mm.FileSystem;
import io.numamigrator.sim.mm.Folio;
import io.numamigrator.sim.mm.Pte;
import io.numamigrator.sim.mm.SimulatedFile;
import io.numamigrator.sim.mm.Vma;
import io.numamigrator.sim.mm.Zap;
import io.numamigrator.sim.policy.Policy;
import io.numamigrator.sim.task.Task;
import io.numamigrator.sim.version.KernelSwitch;
import org.jspecify.annotations.Nullable;

/** First touch of a mapped file: its page comes into the cache, and a private one is copied when it is written. */
final class FileFault {

    /** Base pages of a folio where ordinary files come in large ones. */
    private static final int LARGE = 4;

    private static final long AROUND = 16;

    private final Vma area;
    private final SimulatedFile file;
    private final boolean write;
    private final Machine machine;
    private final AddressSpace space;
    private final PageAllocator allocator;
    private final @Nullable Policy taskPolicy;

    FileFault(Task task, Vma area, SimulatedFile file, boolean write) {
        this.area = area;
        this.file = file;
        this.write = write;
        this.machine = task.process.machine();
        this.space = task.process.requireSpace();
        this.allocator = new PageAllocator(task);
        this.taskPolicy = task.policy();
    }

    void touch(long from, long to) {
        for (long page = from; page < to; page++) {
            touch(page);
        }
    }

    /**
     * A read that finds nothing maps what is in the cache around it, too: up to 16 pages from a multiple of 16 on, inside of the area
     * (fault-around, Linux 3.15).
     */
    private void mapAround(long page) {
        Geometry geometry = space.geometry;
        long from = Math.max(page & -AROUND, geometry.page(area.start()));
        long to = Math.min(from + AROUND, geometry.page(area.end()));
        to = Math.min(to, geometry.headOf(page) + geometry.pagesPerTable());
        for (long at = from; at < to; at++) {
            long index = area.indexOf(at, geometry);
            Folio folio = file.cache.folio(index);
            if (folio != null && folio.node >= 0 && space.table.entry(at) == Pte.NONE) {
                space.mapFolio(folio, at, (int) (index - folio.index), 1);
            }
        }
    }

    private void touch(long page) {
        if (!write && space.table.entry(page) == Pte.NONE && machine.kernel().has(KernelSwitch.FAULT_AROUND)) {
            mapAround(page);
        }
        int kind = Pte.kind(space.table.entry(page));
        if (kind == Pte.PLAIN || kind == Pte.PROT_NONE) {
            return;
        }
        if (write && !area.shared()) {
            if (kind != Pte.RARE || isOthersToo(space.folio(page))) {
                copy(page, kind);
            }
            return;
        }
        Folio folio = kind == Pte.RARE ? space.folio(page) : cached(page);
        if (kind != Pte.RARE) {
            space.mapFolio(folio, page, (int) (area.indexOf(page, space.geometry) - folio.index), 1);
        }
        if (write && kind == Pte.RARE && file.fileSystem == FileSystem.SHMEM) {
            folio.writtenThrough(space);
        } else {
            folio.dirty |= write;
        }
    }

    /** Tell whether a page is the file's, or a copy that a child or parent still has, too. */
    private static boolean isOthersToo(Folio folio) {
        return folio.cache != null || folio.mappings().size() > 1;
    }

    private void copy(long page, int kind) {
        if (kind == Pte.RARE) {
            new Zap(space).release(space.folio(page), page);
        } else {
            cached(page);
        }
        space.table.set(page, Pte.plain(allocator.take(order(page, area.indexOf(page, space.geometry)), 1)));
    }

    /** Return the nodes for a page by the policy in effect there, dealt by its index; other file systems than shmem know no policy of an area. */
    private int[] order(long page, long index) {
        boolean shmem = file.fileSystem == FileSystem.SHMEM;
        Policy policy = shmem ? allocator.policyFor(area, page) : taskPolicy;
        return policy != null && policy.interleaves() && shmem
                ? allocator.order(policy, index)
                : allocator.order(policy);
    }

    private Folio cached(long page) {
        long index = area.indexOf(page, space.geometry);
        Folio present = file.cache.folio(index);
        if (present != null) {
            if (present.node < 0) {
                present.node = allocator.take(order(page, index), present.pages);
                machine.swap().give(present.pages);
            }
            return present;
        }
        boolean large = file.fileSystem == FileSystem.DISK && machine.kernel().has(KernelSwitch.LARGE_FILE_FOLIOS);
        int pages = large ? LARGE : 1;
        Folio made = new Folio(allocator.take(order(page, index), pages), pages, file.cache, index & -pages);
        file.cache.add(made);
        return made;
    }
}
