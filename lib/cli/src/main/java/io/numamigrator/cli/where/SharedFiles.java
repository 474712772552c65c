package io.numamigrator.cli.where;

import io.numamigrator.MemoryRange;
import io.numamigrator.Vma;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/**
 * Which pages of files are shown by several areas, of one process or of several: a page is one page however often it is mapped.
 *
 * <p>An area shows pages of its file if it is shared, or private and without a page of its own. A private area that has some is
 * left alone: what numa_maps tells of it cannot be taken apart.
 */
public final class SharedFiles {

    /** Of one file: how many areas begin (or, negative, end) to show it at an offset, and which pages were counted. */
    private static final class Pages {
        private final TreeMap<Long, Integer> changes = new TreeMap<>();
        private final BitSet counted = new BitSet();

        void show(long from, long to) {
            changes.merge(from, 1, Integer::sum);
            changes.merge(to, -1, Integer::sum);
        }

        /** Return whether more than one area shows a byte of {@code [from, to)}. */
        boolean isShownAgain(long from, long to) {
            int showing = 0;
            for (Map.Entry<Long, Integer> change : changes.entrySet()) {
                if (showing > 1 && change.getKey() > from) {
                    return true;
                }
                if (change.getKey() >= to) {
                    return false;
                }
                showing += change.getValue();
            }
            return false;
        }
    }

    private final Map<Vma.FileId, Pages> files = new HashMap<>();
    private final int pageSize;

    /** Prepare for pages of this size in bytes. */
    public SharedFiles(int pageSize) {
        this.pageSize = pageSize;
    }

    /** Add the areas of a process. */
    public void add(List<Vma> areas) {
        for (Vma area : areas) {
            fileOf(area).ifPresent(file -> {
                Vma.Mapping mapping = area.mapping().orElseThrow();
                files.computeIfAbsent(file, none -> new Pages())
                        .show(mapping.offset(), mapping.offset() + mapping.range().bytes());
            });
        }
    }

    private Optional<Vma.FileId> fileOf(Vma area) {
        return area.mapping()
                .filter(mapping -> mapping.isShared() || area.counts().anonymous() == 0)
                .filter(mapping -> area.counts().mapped() > 0)
                .filter(mapping -> (mapping.offset() + mapping.range().bytes()) / pageSize < Integer.MAX_VALUE)
                .flatMap(Vma.Mapping::file);
    }

    /** Return whether another area shows some of the same pages of the same file. */
    public boolean isShownAgain(Vma area) {
        return fileOf(area).map(files::get).filter(pages -> {
            Vma.Mapping mapping = area.mapping().orElseThrow();
            return pages.isShownAgain(mapping.offset(), mapping.offset() + mapping.range().bytes());
        }).isPresent();
    }

    /** Return whether the page at an address is shown by another of these areas, too. */
    public static LongPredicate pagesShownAgain(List<Vma> areas, int pageSize) {
        SharedFiles files = new SharedFiles(pageSize);
        files.add(areas);
        TreeMap<Long, Vma> byStart = new TreeMap<>();
        areas.forEach(area -> byStart.put(area.start(), area));
        return address -> {
            Map.Entry<Long, Vma> at = byStart.floorEntry(address);
            return at != null && at.getValue().end().orElse(0) > address && files.isShownAgain(at.getValue(), address);
        };
    }

    private boolean isShownAgain(Vma area, long address) {
        return fileOf(area).map(files::get).filter(pages -> {
            long offset = offset(area, address) & -pageSize;
            return pages.isShownAgain(offset, offset + pageSize);
        }).isPresent();
    }

    /** Return the next addresses of an area, from one on, whose pages were not counted yet; empty if there are none before {@code end}. */
    Optional<MemoryRange> uncounted(Vma area, long from, long end) {
        BitSet counted = countedOf(area);
        int last = page(area, end - 1);
        int first = counted.nextClearBit(page(area, from));
        if (first > last) {
            return Optional.empty();
        }
        int limit = counted.nextSetBit(first);
        int stop = limit < 0 || limit > last ? last + 1 : limit;
        long start = Math.max(from, address(area, first));
        return Optional.of(new MemoryRange(start, Math.min(end, address(area, stop)) - start));
    }

    /** Note that the page at an address was counted. */
    void count(Vma area, long address) {
        countedOf(area).set(page(area, address));
    }

    /** Return which pages of an area's file were counted; the area is one that was added. */
    private BitSet countedOf(Vma area) {
        return fileOf(area).map(files::get).orElseThrow().counted;
    }

    private int page(Vma area, long address) {
        return (int) (offset(area, address) / pageSize);
    }

    private static long offset(Vma area, long address) {
        return area.mapping().orElseThrow().offset() + address - area.start();
    }

    private long address(Vma area, int page) {
        return area.start() + (long) page * pageSize - area.mapping().orElseThrow().offset();
    }
}
