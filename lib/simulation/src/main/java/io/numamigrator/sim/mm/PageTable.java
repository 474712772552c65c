package io.numamigrator.sim.mm;

import io.numamigrator.sim.machine.Geometry;
import org.jspecify.annotations.Nullable;

/** The page tables of one address space, from page number to {@link Pte}. */
public final class PageTable {

    /** What is told of neighbouring pages whose entries are equal. */
    public interface RunVisitor {
        void run(long page, long count, int entry);
    }

    /** Below are the addresses that a process gets unless it asks for others: rows for them are there from the start. */
    private static final int USUAL_BITS = 47;

    private static final int ROW_MASK = PageDirectory.TABLES - 1;

    private final Geometry geometry;
    private final int tableShift;
    private final int directoryShift;
    private final long indexMask;
    private final @Nullable PageDirectory[] @Nullable [] usual;

    /** Rows of the addresses above, in blocks; made when the first of them is mapped, so that nobody else pays for them. */
    private @Nullable PageDirectory @Nullable [] @Nullable [] @Nullable [] high;

    public PageTable(Geometry geometry) {
        this.geometry = geometry;
        this.tableShift = geometry.tableShift();
        this.directoryShift = tableShift + PageDirectory.SHIFT;
        this.indexMask = geometry.pagesPerTable() - 1L;
        long directories = geometry.page((1L << USUAL_BITS) - 1) >>> directoryShift;
        this.usual = new PageDirectory[(int) (directories >>> PageDirectory.SHIFT) + 1][];
    }

    public int tableOf(long page) {
        return (int) (page >>> tableShift) & PageDirectory.TABLES - 1;
    }

    public int indexOf(long page) {
        return (int) (page & indexMask);
    }

    /** Return the directory that a page's table stands in, or null if nothing was ever mapped near. */
    public @Nullable PageDirectory directory(long page) {
        long number = page >>> directoryShift;
        @Nullable PageDirectory[] row = row(number >>> PageDirectory.SHIFT);
        return row == null ? null : row[(int) number & ROW_MASK];
    }

    private @Nullable PageDirectory @Nullable [] row(long upper) {
        if (upper < usual.length) {
            return usual[(int) upper];
        }
        @Nullable PageDirectory[] @Nullable [] block = block(upper);
        return block == null ? null : block[(int) upper & ROW_MASK];
    }

    private @Nullable PageDirectory @Nullable [] @Nullable [] block(long upper) {
        @Nullable PageDirectory @Nullable [] @Nullable [] @Nullable [] blocks = high;
        long number = upper >>> PageDirectory.SHIFT;
        return blocks == null || number >= blocks.length ? null : blocks[(int) number];
    }

    private PageDirectory makeDirectory(long page) {
        PageDirectory present = directory(page);
        if (present != null) {
            return present;
        }
        long number = page >>> directoryShift;
        @Nullable PageDirectory[] row = makeRow(number >>> PageDirectory.SHIFT);
        PageDirectory made = new PageDirectory(geometry.pagesPerTable());
        row[(int) number & ROW_MASK] = made;
        return made;
    }

    private @Nullable PageDirectory[] makeRow(long upper) {
        @Nullable PageDirectory[] present = row(upper);
        if (present != null) {
            return present;
        }
        @Nullable PageDirectory[] made = new PageDirectory[PageDirectory.TABLES];
        if (upper < usual.length) {
            usual[(int) upper] = made;
        } else {
            makeBlock(upper)[(int) upper & ROW_MASK] = made;
        }
        return made;
    }

    private @Nullable PageDirectory[] @Nullable [] makeBlock(long upper) {
        @Nullable PageDirectory @Nullable [] @Nullable [] @Nullable [] blocks = high;
        if (blocks == null) {
            long last = geometry.page(geometry.taskSize()) >>> directoryShift + 2 * PageDirectory.SHIFT;
            blocks = new PageDirectory[(int) last + 1][][];
            high = blocks;
        }
        int number = (int) (upper >>> PageDirectory.SHIFT);
        @Nullable PageDirectory[] @Nullable [] block = blocks[number];
        if (block == null) {
            block = new PageDirectory[PageDirectory.TABLES][];
            blocks[number] = block;
        }
        return block;
    }

    public int entry(long page) {
        PageDirectory directory = directory(page);
        return directory == null ? Pte.NONE : directory.entry(tableOf(page), indexOf(page));
    }

    /** Set one entry; not part of a huge one. */
    public void set(long page, int entry) {
        fill(page, page + 1, entry);
    }

    /** Set the entries of {@code [from, to)}; a huge entry fills whole tables. */
    public void fill(long from, long to, int entry) {
        for (long page = from; page < to;) {
            int index = indexOf(page);
            int count = (int) Math.min(to - page, indexMask + 1 - index);
            makeDirectory(page).fill(tableOf(page), index, index + count, entry);
            page += count;
        }
    }

    /** Return the page after a stretch from {@code page} on: whole tables of one directory, else part of one table. */
    private long endOfStretch(long page, long to) {
        if (indexOf(page) > 0 || to - page <= indexMask) {
            return Math.min(to, (page | indexMask) + 1);
        }
        return Math.min(to & ~indexMask, limit(page, directoryShift));
    }

    private static long limit(long page, int shift) {
        return (page >>> shift) + 1 << shift;
    }

    /** Return the page after a stretch from {@code page} on, in which nothing was ever mapped if there is no directory. */
    private long endOfStretch(@Nullable PageDirectory directory, long page, long to) {
        if (directory != null) {
            return endOfStretch(page, to);
        }
        long upper = page >>> directoryShift + PageDirectory.SHIFT;
        int shift = directoryShift;
        if (row(upper) == null) {
            shift += upper >= usual.length && block(upper) == null ? 2 * PageDirectory.SHIFT : PageDirectory.SHIFT;
        }
        return Math.min(to, limit(page, shift));
    }

    /** Return how many entries of {@code [from, to)} are {@code entry}; for a thread that is alone in the machine. */
    public long count(long from, long to, int entry) {
        long found = 0;
        for (long page = from; page < to;) {
            PageDirectory directory = directory(page);
            long limit = endOfStretch(directory, page, to);
            if (directory != null) {
                found += directory.count(tableOf(page), indexOf(page), (int) (limit - page), entry);
            }
            page = limit;
        }
        return found;
    }

    /** Count the plain pages of {@code [from, to)}, by node, on top of {@code found}; for a thread that is alone in the machine. */
    public void countPlain(long from, long to, long[] found) {
        for (long page = from; page < to;) {
            PageDirectory directory = directory(page);
            long limit = endOfStretch(directory, page, to);
            if (directory != null) {
                directory.countPlain(tableOf(page), indexOf(page), (int) (limit - page), found);
            }
            page = limit;
        }
    }

    /** Replace the entries of {@code [from, to)} that are {@code old}; for a thread that is alone in the machine. */
    public void replace(long from, long to, int old, int entry) {
        for (long page = from; page < to;) {
            PageDirectory directory = directory(page);
            long limit = endOfStretch(directory, page, to);
            if (directory != null) {
                directory.replace(tableOf(page), indexOf(page), (int) (limit - page), old, entry);
            }
            page = limit;
        }
    }

    /** Tell whether an entry of {@code [from, to)} names a page that is more than plain, or a huge one; alone in the machine. */
    public boolean hasOthers(long from, long to) {
        for (long page = from; page < to;) {
            PageDirectory directory = directory(page);
            long limit = endOfStretch(directory, page, to);
            if (directory != null && directory.hasOthers(tableOf(page), indexOf(page), (int) (limit - page))) {
                return true;
            }
            page = limit;
        }
        return false;
    }

    /** Return the page after the run of entries equal to that of {@code page}, at most {@code to}. */
    public long endOfRun(long page, long to) {
        int entry = entry(page);
        for (long at = page; at < to;) {
            PageDirectory directory = directory(at);
            long limit = endOfStretch(directory, at, to);
            if (directory == null && entry != Pte.NONE) {
                return at;
            }
            long same = directory == null
                    ? limit
                    : at + directory.equal(tableOf(at), indexOf(at), (int) (limit - at), entry);
            if (same < limit) {
                return same;
            }
            at = limit;
        }
        return to;
    }

    /** Tell of the pages in {@code [from, to)} that have an entry, in runs of equal ones, ascending. */
    public void eachRun(long from, long to, RunVisitor visitor) {
        for (long page = from; page < to;) {
            int entry = entry(page);
            long end = endOfRun(page, to);
            if (entry != Pte.NONE) {
                visitor.run(page, end - page, entry);
            }
            page = end;
        }
    }
}
