package io.numamigrator.sim.mm;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A unit of migration of which more is to be said than its node: shared, pinned, of a file, merged, large.
 *
 * <p>Ordinary pages have no such object; their {@link Pte} says all. Changed only by a thread that is alone in the machine.
 */
public final class Folio {

    /** Where a folio is mapped: base pages {@code part} to {@code part + count - 1} of it, from {@code page} on. */
    public record Mapping(AddressSpace space, long page, int part, int count) {}

    /** Base pages, a power of two. */
    public final int pages;

    /** The file page it is, if it is one. */
    public final @Nullable PageCache cache;

    /** Number of its first page in the file. */
    public final long index;

    private final List<Mapping> mappings = new ArrayList<>(2);

    public int node;
    public Kind kind = Kind.ORDINARY;

    /** References besides page tables and cache: DMA, vmsplice(2), io_uring. */
    public int pins;

    /** Off the LRU lists because a call is about to move it. */
    public boolean isolated;

    public boolean dirty;

    /** Address spaces whose entry says that a page of shmem is dirty: written without a fault, so the page does not know yet. */
    private @Nullable Set<AddressSpace> writers;

    /** Base pages that were written since mprotect(2) forgot that they are dirty; null if it forgot nothing. */
    @Nullable BitSet dirtyAgain;

    /** Not the entry alone says that it is dirty, but the page. */
    boolean keptDirty;

    public boolean writeback;

    /** The page was unmapped in part and may be split. */
    public boolean partial;

    private final @Nullable Sharers sharers;

    /** A fork took the right to write from its entries, and nobody has written since. */
    public boolean forked;

    /** Base pages of a huge page that hold data; null if all do. */
    public @Nullable BitSet written;

    /** What kind of memory it is. */
    public enum Kind {
        ORDINARY,
        HUGETLB,
        /** Merged by KSM. */
        MERGED,
        /** Part of the kernel that every process maps, like the vdso. */
        RESERVED,
        /** Memory of a device. */
        ZONE_DEVICE
    }

    public Folio(int node, int pages) {
        this(node, pages, null, 0);
    }

    public Folio(int node, int pages, @Nullable PageCache cache, long index) {
        this.node = node;
        this.pages = pages;
        this.cache = cache;
        this.index = index;
        this.sharers = pages > 1 ? new Sharers(mappings) : null;
    }

    void map(Mapping mapping) {
        mappings.add(mapping);
        if (sharers != null) {
            sharers.joined(mapping.space);
        }
    }

    void unmap(AddressSpace space, long page) {
        mappings.removeIf(mapping -> mapping.space == space && mapping.page == page);
        dirty |= writers != null && writers.remove(space);
        if (sharers != null) {
            sharers.left(space);
        }
    }

    /** Tell whether a large folio counts as mapped by several processes, since Linux 6.15. */
    boolean maybeShared() {
        return sharers != null && sharers.maySeveral();
    }

    /** Tell whether a base page counts as dirty in an address space. */
    public boolean isDirty(int part, AddressSpace space) {
        BitSet again = dirtyAgain;
        return dirty && (again == null || again.get(part)) || writers != null && writers.contains(space);
    }

    /** Note a write to a page of shmem that an address space maps already. */
    public void writtenThrough(AddressSpace space) {
        writers = writers == null ? new HashSet<>(2) : writers;
        writers.add(space);
    }

    /** Note a write through a huge entry. */
    public void writtenWhole() {
        dirtyAgain = null;
    }

    /** Note a write to some base pages. */
    public void written(int from, int to) {
        if (dirtyAgain != null) {
            dirtyAgain.set(from, to);
        }
    }

    /** Note that all mappings were taken away and put back, as a move does: the page is dirty then if an entry was. */
    public void remapped() {
        dirty |= writers != null && !writers.isEmpty();
        writers = null;
        dirtyAgain = dirtyAgain != null && dirtyAgain.isEmpty() ? dirtyAgain : null;
        keptDirty = dirtyAgain == null;
        if (sharers != null) {
            sharers.anew();
        }
    }

    /** Return the mapping that begins at a page of an address space. */
    public Mapping mappingAt(AddressSpace space, long page) {
        return mappings.stream()
                .filter(mapping -> mapping.space == space && mapping.page == page)
                .findFirst()
                .orElseThrow();
    }

    /** Returns which of its base pages a page of an address space shows. */
    public int partAt(AddressSpace space, long page) {
        for (Mapping mapping : mappings) {
            if (mapping.space == space && page >= mapping.page && page < mapping.page + mapping.count) {
                return mapping.part + (int) (page - mapping.page);
            }
        }
        return 0;
    }

    /** Tell whether a base page that a mapping showed is mapped nowhere. */
    boolean isBareWithin(Mapping mapping) {
        for (int i = mapping.part; i < mapping.part + mapping.count; i++) {
            if (mapcount(i) == 0) {
                return true;
            }
        }
        return false;
    }

    public List<Mapping> mappings() {
        return mappings;
    }

    public boolean isMapped() {
        return !mappings.isEmpty();
    }

    /** Return the number of page-table entries that map a base page of it. */
    public int mapcount(int part) {
        int count = 0;
        for (Mapping mapping : mappings) {
            count += part >= mapping.part && part < mapping.part + mapping.count ? 1 : 0;
        }
        return count;
    }

    /** Return the number of address spaces that map it. */
    public int spaces() {
        return (int) mappings.stream().map(Mapping::space).distinct().count();
    }

    /** Tells whether page tables show it as a page of a file, and not as anonymous: also the kernel's own code. */
    public boolean isOfFile() {
        return cache != null || kind == Kind.RESERVED;
    }

    public boolean isLarge() {
        return pages > 1;
    }

    public boolean isHugetlb() {
        return kind == Kind.HUGETLB;
    }
}
