package io.numamigrator.sim;

import org.jspecify.annotations.Nullable;

/** First touch of a mapped file: its page comes into the cache, and a private one is copied when it is written. */
final class FileFault {

    /** Base pages of a folio where ordinary files come in large ones. */
    private static final int LARGE = 4;

    private final Vma area;
    private final SimulatedFile file;
    private final boolean write;
    private final SimulatedMachine machine;
    private final AddressSpace space;
    private final PageAllocator allocator;
    private final @Nullable Policy policy;

    FileFault(Task task, Vma area, SimulatedFile file, boolean write) {
        this.area = area;
        this.file = file;
        this.write = write;
        this.machine = task.process.machine();
        this.space = task.process.requireSpace();
        this.allocator = new PageAllocator(task);
        this.policy = file.fileSystem == FileSystem.SHMEM ? allocator.policyFor(area) : task.policy();
    }

    void touch(long from, long to) {
        for (long page = from; page < to; page++) {
            touch(page);
        }
    }

    private void touch(long page) {
        int kind = Entry.kind(space.table.entry(page));
        if (kind == Entry.PLAIN || kind == Entry.PROT_NONE) {
            return;
        }
        if (write && !area.shared()) {
            copy(page, kind);
            return;
        }
        Folio folio = kind == Entry.RARE ? space.folio(page) : cached(area.indexOf(page, space.geometry));
        if (kind != Entry.RARE) {
            space.mapFolio(folio, page, (int) (area.indexOf(page, space.geometry) - folio.index), 1);
        }
        folio.dirty |= write;
    }

    private void copy(long page, int kind) {
        if (kind == Entry.RARE) {
            new Zap(space).release(space.folio(page), page);
        } else {
            cached(area.indexOf(page, space.geometry));
        }
        space.table.set(page, Entry.plain(allocator.take(order(page), 1)));
    }

    private int[] order(long index) {
        return policy != null && policy.interleaves() && file.fileSystem == FileSystem.SHMEM
                ? allocator.order(policy, index)
                : allocator.order(policy);
    }

    private Folio cached(long index) {
        Folio present = file.cache.folio(index);
        if (present != null) {
            if (present.node < 0) {
                present.node = allocator.take(order(index), present.pages);
                machine.swap().give(present.pages);
            }
            return present;
        }
        boolean large = file.fileSystem == FileSystem.DISK && machine.kernel().has(KernelSwitch.LARGE_FILE_FOLIOS);
        int pages = large ? LARGE : 1;
        Folio made = new Folio(allocator.take(order(index), pages), pages, file.cache, index & -pages);
        file.cache.add(made);
        return made;
    }
}
