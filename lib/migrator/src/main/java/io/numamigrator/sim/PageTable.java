package io.numamigrator.sim;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The page tables of one address space, from page number to {@link Entry}. */
final class PageTable {

    /** What is told of neighbouring pages whose entries are equal. */
    interface RunVisitor {
        void run(long page, long count, int entry);
    }

    private final Geometry geometry;
    private final int tableShift;
    private final int indexMask;
    private final @Nullable PageDirectory[] @Nullable [] top;

    PageTable(Geometry geometry) {
        this.geometry = geometry;
        this.tableShift = geometry.tableShift();
        this.indexMask = geometry.pagesPerTable() - 1;
        long directories = geometry.page(geometry.taskSize()) >>> (tableShift + PageDirectory.SHIFT);
        this.top = new PageDirectory[(int) (directories >>> PageDirectory.SHIFT) + 1][];
    }

    int tableOf(long page) {
        return (int) (page >>> tableShift) & PageDirectory.TABLES - 1;
    }

    int indexOf(long page) {
        return (int) page & indexMask;
    }

    /** Return the directory that a page's table stands in, or null if nothing was ever mapped near. */
    @Nullable PageDirectory directory(long page) {
        long number = page >>> (tableShift + PageDirectory.SHIFT);
        long upper = number >>> PageDirectory.SHIFT;
        if (upper >= top.length) {
            return null;
        }
        @Nullable PageDirectory[] row = top[(int) upper];
        return row == null ? null : row[(int) number & PageDirectory.TABLES - 1];
    }

    private PageDirectory makeDirectory(long page) {
        PageDirectory present = directory(page);
        if (present != null) {
            return present;
        }
        long number = page >>> (tableShift + PageDirectory.SHIFT);
        int upper = (int) (number >>> PageDirectory.SHIFT);
        @Nullable PageDirectory[] row = top[upper];
        if (row == null) {
            row = new PageDirectory[PageDirectory.TABLES];
            top[upper] = row;
        }
        PageDirectory made = new PageDirectory(geometry.pagesPerTable());
        row[(int) number & PageDirectory.TABLES - 1] = made;
        return made;
    }

    int entry(long page) {
        PageDirectory directory = directory(page);
        return directory == null ? Entry.NONE : directory.entry(tableOf(page), indexOf(page));
    }

    /** Set one entry; not part of a huge one. */
    void set(long page, int entry) {
        fill(page, page + 1, entry);
    }

    /** Set the entries of {@code [from, to)}; a huge entry fills whole tables. */
    void fill(long from, long to, int entry) {
        for (long page = from; page < to;) {
            PageDirectory directory = makeDirectory(page);
            int index = indexOf(page);
            int count = (int) Math.min(to - page, indexMask + 1 - index);
            int table = tableOf(page);
            if (count > indexMask) {
                directory.setUniform(table, entry);
            } else {
                Arrays.fill(directory.mixed(table), index, index + count, (short) entry);
                directory.collapse(table);
            }
            page += count;
        }
    }

    /**
     * Replace the entries of {@code [from, to)} that are {@code old} by {@code entry}; with the two equal, return how many there are.
     *
     * <p>For a thread that is alone in the machine.
     */
    long replace(long from, long to, int old, int entry) {
        long found = 0;
        for (long page = from; page < to;) {
            PageDirectory directory = directory(page);
            int shift = directory == null ? tableShift + PageDirectory.SHIFT : tableShift;
            long behind = Math.min(to, ((page >>> shift) + 1) << shift);
            if (directory != null) {
                int index = indexOf(page);
                found += directory.replace(tableOf(page), index, index + (int) (behind - page), old, entry);
            }
            page = behind;
        }
        return found;
    }

    /** Tell whether an entry of {@code [from, to)} names a page that is more than plain, or a huge one. */
    boolean hasOthers(long from, long to) {
        for (long page = from; page < to;) {
            PageDirectory directory = directory(page);
            int shift = directory == null ? tableShift + PageDirectory.SHIFT : tableShift;
            long behind = Math.min(to, ((page >>> shift) + 1) << shift);
            int index = indexOf(page);
            if (directory != null && directory.hasOthers(tableOf(page), index, index + (int) (behind - page))) {
                return true;
            }
            page = behind;
        }
        return false;
    }

    /** Return the page behind the run of entries equal to that of {@code page}, at most {@code to}. */
    long endOfRun(long page, long to) {
        int entry = entry(page);
        long at = page;
        while (at < to) {
            PageDirectory directory = directory(at);
            int shift = directory == null ? tableShift + PageDirectory.SHIFT : tableShift;
            long behind = Math.min(to, ((at >>> shift) + 1) << shift);
            short[] entries = directory == null ? null : directory.entries(tableOf(at));
            if (entries != null) {
                long same = at + equalFrom(entries, indexOf(at), (int) (behind - at), entry);
                if (same < behind) {
                    return same;
                }
            } else if (entry != (directory == null ? Entry.NONE : directory.uniform(tableOf(at)))) {
                return at;
            }
            at = behind;
        }
        return to;
    }

    private static int equalFrom(short[] entries, int index, int count, int entry) {
        int i = index;
        while (i < index + count && entries[i] == entry) {
            i++;
        }
        return i - index;
    }

    /** Tell of the pages in {@code [from, to)} that have an entry, in runs of equal ones, ascending. */
    void eachRun(long from, long to, RunVisitor visitor) {
        for (long page = from; page < to;) {
            int entry = entry(page);
            long end = endOfRun(page, to);
            if (entry != Entry.NONE) {
                visitor.run(page, end - page, entry);
            }
            page = end;
        }
    }
}
