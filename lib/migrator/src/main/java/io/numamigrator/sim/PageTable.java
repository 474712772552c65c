package io.numamigrator.sim;

import org.jspecify.annotations.Nullable;

/** The page tables of one address space, from page number to {@link Entry}. */
final class PageTable {

    /** What is told of neighbouring pages whose entries are equal. */
    interface RunVisitor {
        void run(long page, long count, int entry);
    }

    private final Geometry geometry;
    private final int tableShift;
    private final long indexMask;
    private final @Nullable PageDirectory[] @Nullable [] top;

    PageTable(Geometry geometry) {
        this.geometry = geometry;
        this.tableShift = geometry.tableShift();
        this.indexMask = geometry.pagesPerTable() - 1L;
        long directories = geometry.page(geometry.taskSize()) >>> (tableShift + PageDirectory.SHIFT);
        this.top = new PageDirectory[(int) (directories >>> PageDirectory.SHIFT) + 1][];
    }

    int tableOf(long page) {
        return (int) (page >>> tableShift) & PageDirectory.TABLES - 1;
    }

    int indexOf(long page) {
        return (int) (page & indexMask);
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
            int index = indexOf(page);
            int count = (int) Math.min(to - page, indexMask + 1 - index);
            makeDirectory(page).fill(tableOf(page), index, index + count, entry);
            page += count;
        }
    }

    /** Return the page behind a stretch from {@code page} on: whole tables of one directory, else part of one table. */
    private long endOfStretch(long page, long to) {
        if (indexOf(page) > 0 || to - page <= indexMask) {
            return Math.min(to, (page | indexMask) + 1);
        }
        int shift = tableShift + PageDirectory.SHIFT;
        return Math.min(to & ~indexMask, ((page >>> shift) + 1) << shift);
    }

    /** Return how many entries of {@code [from, to)} are {@code entry}; for a thread that is alone in the machine. */
    long count(long from, long to, int entry) {
        long found = 0;
        for (long page = from; page < to;) {
            long behind = endOfStretch(page, to);
            PageDirectory directory = directory(page);
            if (directory != null) {
                found += directory.count(tableOf(page), indexOf(page), (int) (behind - page), entry);
            }
            page = behind;
        }
        return found;
    }

    /** Count the plain pages of {@code [from, to)}, by node, on top of {@code found}; for a thread that is alone in the machine. */
    void countPlain(long from, long to, long[] found) {
        for (long page = from; page < to;) {
            long behind = endOfStretch(page, to);
            PageDirectory directory = directory(page);
            if (directory != null) {
                directory.countPlain(tableOf(page), indexOf(page), (int) (behind - page), found);
            }
            page = behind;
        }
    }

    /** Replace the entries of {@code [from, to)} that are {@code old}; for a thread that is alone in the machine. */
    void replace(long from, long to, int old, int entry) {
        for (long page = from; page < to;) {
            long behind = endOfStretch(page, to);
            PageDirectory directory = directory(page);
            if (directory != null) {
                directory.replace(tableOf(page), indexOf(page), (int) (behind - page), old, entry);
            }
            page = behind;
        }
    }

    /** Tell whether an entry of {@code [from, to)} names a page that is more than plain, or a huge one; alone in the machine. */
    boolean hasOthers(long from, long to) {
        for (long page = from; page < to;) {
            long behind = endOfStretch(page, to);
            PageDirectory directory = directory(page);
            if (directory != null && directory.hasOthers(tableOf(page), indexOf(page), (int) (behind - page))) {
                return true;
            }
            page = behind;
        }
        return false;
    }

    /** Return the page behind the run of entries equal to that of {@code page}, at most {@code to}. */
    long endOfRun(long page, long to) {
        int entry = entry(page);
        for (long at = page; at < to;) {
            long behind = endOfStretch(at, to);
            PageDirectory directory = directory(at);
            if (directory == null && entry != Entry.NONE) {
                return at;
            }
            long same = directory == null
                    ? behind
                    : at + directory.equal(tableOf(at), indexOf(at), (int) (behind - at), entry);
            if (same < behind) {
                return same;
            }
            at = behind;
        }
        return to;
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
