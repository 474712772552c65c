package io.numamigrator.sim.mm;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * 512 page tables side by side: a PMD page.
 *
 * <p>A table whose entries are all equal is one word; only a mixed one has an array. So a terabyte of memory in long runs takes
 * two megabytes.
 *
 * <p>A table is changed under its lock, one bit of its word, or by a thread that is alone in the machine. Reading needs no
 * lock: what is read was true a moment ago. The methods over several tables are for a thread that is alone; their loops have
 * neither branch nor call, so that they are compiled to vector instructions.
 */
public final class PageDirectory {

    static final int SHIFT = 9;
    static final int TABLES = 1 << SHIFT;

    private static final int ENTRY = 0xffff;
    private static final int TABLE = 1 << 16;
    private static final int LOCK = 1 << 17;

    /** An entry of the table names a page that is more than plain, or a huge one; of a mixed table: has named one. */
    private static final int OTHERS = 1 << 18;

    private static final int SPINS = 1000;
    private static final int WAIT_NANOS = 1000;

    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(int[].class);

    private final int pagesPerTable;
    private final int[] words = new int[TABLES];
    private volatile @Nullable PackedEntries @Nullable [] tables;

    PageDirectory(int pagesPerTable) {
        this.pagesPerTable = pagesPerTable;
    }

    /** Return the entry at {@code index} of a table. */
    int entry(int table, int index) {
        int word = (int) WORD.getAcquire(words, table);
        while ((word & TABLE) != 0) {
            PackedEntries entries = entries(table);
            if (entries != null) {
                return entries.get(index);
            }
            word = (int) WORD.getAcquire(words, table);
        }
        return word & ENTRY;
    }

    /** Return the entries of a table, or null if all of them are equal, see {@link #uniform}. */
    public @Nullable PackedEntries entries(int table) {
        @Nullable PackedEntries[] all = tables;
        return all == null || ((int) WORD.getAcquire(words, table) & TABLE) == 0 ? null : all[table];
    }

    /** Return the entry that all entries of a table are equal to; of a mixed table, nothing of use. */
    public int uniform(int table) {
        return (int) WORD.getAcquire(words, table) & ENTRY;
    }

    public void lock(int table) {
        for (int spin = 0;; spin++) {
            int word = (int) WORD.getAcquire(words, table);
            if ((word & LOCK) == 0 && WORD.compareAndSet(words, table, word, word | LOCK)) {
                return;
            }
            if (spin < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(WAIT_NANOS);
            }
        }
    }

    public void unlock(int table) {
        WORD.setRelease(words, table, (int) WORD.getAcquire(words, table) & ~LOCK);
    }

    /** Make all entries of a table equal; the lock stays as it is. */
    public void setUniform(int table, int entry) {
        int word = (int) WORD.getAcquire(words, table);
        WORD.setRelease(words, table, word & LOCK | wordOf(entry));
        @Nullable PackedEntries[] all = tables;
        if ((word & TABLE) != 0 && all != null) {
            all[table] = null;
        }
    }

    private static int wordOf(int entry) {
        return isOther(entry) ? entry | OTHERS : entry;
    }

    private static boolean isOther(int entry) {
        int kind = Pte.kind(entry);
        return kind == Pte.RARE || kind == Pte.PROT_NONE || Pte.isHuge(entry);
    }

    /** Set the entries of a table at {@code [from, to)}, at least one. */
    void fill(int table, int from, int to, int entry) {
        if (to - from == pagesPerTable) {
            setUniform(table, entry);
            return;
        }
        PackedEntries entries = mixed(table);
        entries.fill(from, to, entry);
        if (isOther(entry)) {
            WORD.setRelease(words, table, (int) WORD.getAcquire(words, table) | OTHERS);
        }
        collapse(table);
    }

    /** Return the entries of a table, spread out if they are all equal; what is put there may not be more than plain. */
    public PackedEntries mixed(int table) {
        PackedEntries present = entries(table);
        if (present != null) {
            return present;
        }
        int word = (int) WORD.getAcquire(words, table);
        PackedEntries entries = new PackedEntries(pagesPerTable, word & ENTRY);
        allTables()[table] = entries;
        WORD.setRelease(words, table, word & (LOCK | OTHERS) | TABLE);
        return entries;
    }

    /** Let go of a table's array if all its entries have become equal. */
    public void collapse(int table) {
        PackedEntries entries = entries(table);
        if (entries != null && entries.areEqual()) {
            setUniform(table, entries.get(0));
        }
    }

    /** Threads that lock different tables may meet here. */
    private @Nullable PackedEntries[] allTables() {
        @Nullable PackedEntries[] all = tables;
        if (all == null) {
            synchronized (this) {
                all = tables;
                if (all == null) {
                    all = new @Nullable PackedEntries[TABLES];
                    tables = all;
                }
            }
        }
        return all;
    }

    /** Return how many of so many entries are {@code entry}, up to the first that is not. */
    int equal(int table, int index, int pages, int entry) {
        if (pages < pagesPerTable) {
            return equalInTable(table, index, pages, entry);
        }
        int limit = table + pages / pagesPerTable;
        for (int at = endOfUniform(table, limit, entry); at < limit; at = endOfUniform(at + 1, limit, entry)) {
            int equal = equalInTable(at, 0, pagesPerTable, entry);
            if (equal < pagesPerTable) {
                return (at - table) * pagesPerTable + equal;
            }
        }
        return pages;
    }

    private int equalInTable(int table, int index, int pages, int entry) {
        PackedEntries entries = entries(table);
        if (entries == null) {
            return uniform(table) == entry ? pages : 0;
        }
        return entries.endOf(index, index + pages, ENTRY, entry) - index;
    }

    /** Return the first of tables {@code [first, limit)} that is not known to be full of one entry, else {@code limit}. */
    private int endOfUniform(int first, int limit, int entry) {
        int wanted = wordOf(entry);
        int table = first;
        while (table < limit && (words[table] & ~LOCK) == wanted) {
            table++;
        }
        return table;
    }

    // ---- for a thread that is alone in the machine: entries of one table from an index on, or whole tables

    /** Return how many of so many entries are {@code entry}. */
    int count(int table, int index, int pages, int entry) {
        if (pages >= pagesPerTable) {
            return countInTables(table, table + pages / pagesPerTable, entry);
        }
        PackedEntries entries = entries(table);
        return entries != null ? entries.count(index, index + pages, entry) : uniform(table) == entry ? pages : 0;
    }

    private int countInTables(int first, int limit, int entry) {
        int wanted = wordOf(entry);
        int others = 0;
        for (int table = first; table < limit; table++) {
            int different = words[table] ^ wanted;
            others += (different | -different) >>> 31;
        }
        int found = (limit - first - others) * pagesPerTable;
        if (others > 0 && has(TABLE, first, limit)) {
            for (int table = first; table < limit; table++) {
                PackedEntries entries = entries(table);
                found += entries == null ? 0 : entries.count(0, pagesPerTable, entry);
            }
        }
        return found;
    }

    /** Count the plain ones of so many entries, by node, on top of {@code found}. */
    void countPlain(int table, int index, int pages, long[] found) {
        int each = Math.min(pages, pagesPerTable);
        int limit = table + pages / each;
        for (int at = table; at < limit;) {
            PackedEntries entries = entries(at);
            int entry = uniform(at);
            int same = entries == null ? endOfUniform(at + 1, limit, entry) : at + 1;
            if (entries != null) {
                countPlain(entries, index, each, found);
            } else if (Pte.kind(entry) == Pte.PLAIN) {
                found[Pte.node(entry)] += (long) (same - at) * each;
            }
            at = same;
        }
    }

    private static void countPlain(PackedEntries entries, int index, int pages, long[] found) {
        int left = pages - entries.count(index, index + pages, Pte.NONE);
        for (int node = 0; node < found.length && left > 0; node++) {
            int here = entries.count(index, index + pages, Pte.plain(node));
            found[node] += here;
            left -= here;
        }
    }

    /** Replace those of so many entries that are {@code old}; both are plain, or both are not. */
    void replace(int table, int index, int pages, int old, int entry) {
        if (pages >= pagesPerTable) {
            replaceInTables(table, table + pages / pagesPerTable, old, entry);
        } else if (entries(table) != null || uniform(table) == old) {
            mixed(table).replace(index, index + pages, old, entry);
            collapse(table);
        }
    }

    private void replaceInTables(int first, int limit, int old, int entry) {
        int wanted = wordOf(old);
        int replacement = wordOf(entry);
        for (int table = first; table < limit; table++) {
            int word = words[table];
            int different = word ^ wanted;
            int kept = (different | -different) >> 31;
            words[table] = replacement ^ (word ^ replacement) & kept;
        }
        if (!has(TABLE, first, limit)) {
            return;
        }
        for (int table = first; table < limit; table++) {
            PackedEntries entries = entries(table);
            if (entries != null && entries.replace(0, pagesPerTable, old, entry) > 0) {
                collapse(table);
            }
        }
    }

    /** Tell whether one of so many entries names a page that is more than plain, or a huge one. */
    boolean hasOthers(int table, int index, int pages) {
        if (pages < pagesPerTable) {
            return hasOthersInTable(table, index, index + pages);
        }
        int limit = table + pages / pagesPerTable;
        boolean found = false;
        if (has(OTHERS, table, limit)) {
            for (int at = table; at < limit && !found; at++) {
                found = hasOthersInTable(at, 0, pagesPerTable);
            }
        }
        return found;
    }

    private boolean hasOthersInTable(int table, int from, int to) {
        int word = words[table];
        if ((word & OTHERS) == 0) {
            return false;
        }
        PackedEntries entries = entries(table);
        if (entries == null || entries.hasOthers(from, to)) {
            return true;
        }
        if (to - from == pagesPerTable) {
            words[table] = word & ~OTHERS;
        }
        return false;
    }

    private boolean has(int bit, int first, int limit) {
        int found = 0;
        for (int table = first; table < limit; table++) {
            found |= words[table];
        }
        return (found & bit) != 0;
    }
}
