package io.numamigrator.sim.mm;

import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.mm.Folio.Mapping;
import java.util.List;

/** Takes pages out of memory: to swap, or back to their file. */
public final class Eviction {

    private final Machine machine;
    private final AddressSpace space;

    public Eviction(AddressSpace space) {
        this.machine = space.machine;
        this.space = space;
    }

    /** Evict the page, and return whether that was possible; a pinned page stays, and so does one without room in swap. */
    public boolean evict(long page) {
        int entry = space.table.entry(page);
        if (Pte.kind(entry) == Pte.RARE) {
            return evict(space.folio(page));
        }
        if (!Pte.isOwn(entry)) {
            return true;
        }
        if (Pte.isHuge(entry)) {
            new HugeSplit(space).splitPlain(space.geometry.headOf(page));
        }
        if (!machine.swap().take()) {
            return false;
        }
        machine.node(Pte.node(entry)).give(1);
        space.table.set(page, Pte.SWAPPED);
        return true;
    }

    private boolean evict(Folio folio) {
        boolean stays = folio.pins > 0 || switch (folio.kind) {
            case HUGETLB, RESERVED, ZONE_DEVICE -> true;
            case ORDINARY, MERGED -> false;
        };
        return !stays && (folio.cache == null ? evictAnonymous(folio) : evictCached(folio));
    }

    private boolean evictAnonymous(Folio folio) {
        if (folio.isLarge()) {
            return false;
        }
        List<Mapping> mappings = List.copyOf(folio.mappings());
        if (machine.swap().free() < mappings.size()) {
            return false;
        }
        for (Mapping mapping : mappings) {
            mapping.space().forget(folio, mapping.page());
            mapping.space().table.set(mapping.page(), Pte.SWAPPED);
            if (mappings.size() > 1) {
                mapping.space().keepSwapped(folio, mapping.page());
            }
            machine.swap().take();
        }
        Zap.dropIfUnused(machine, folio);
        return true;
    }

    private boolean evictCached(Folio folio) {
        PageCache cache = folio.cache;
        boolean shmem = cache != null && cache.file.fileSystem == FileSystem.SHMEM;
        if (shmem && machine.swap().free() < folio.pages) {
            return false;
        }
        for (Mapping mapping : List.copyOf(folio.mappings())) {
            mapping.space().forget(folio, mapping.page());
            mapping.space().table.set(mapping.page(), Pte.NONE);
        }
        machine.node(folio.node).give(folio.pages);
        folio.node = -1;
        if (cache != null && !shmem) {
            cache.remove(folio);
        }
        for (int i = 0; shmem && i < folio.pages; i++) {
            machine.swap().take();
        }
        return true;
    }
}
