package io.numamigrator.sim;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * 512 page tables side by side: a PMD page.
 *
 * <p>A table whose entries are all equal is one word; only a mixed one has an array. So a terabyte of memory in long runs takes
 * two megabytes.
 *
 * <p>A table is changed under its lock, one bit of its word, or by a thread that is alone in the machine. Reading needs no
 * lock: what is read was true a moment ago.
 */
final class PageDirectory {

    static final int SHIFT = 9;
    static final int TABLES = 1 << SHIFT;

    private static final int TABLE = 1 << 16;
    private static final int LOCK = 1 << 17;
    private static final int SPINS = 1000;
    private static final int WAIT_NANOS = 1000;

    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(int[].class);

    private final int pagesPerTable;
    private final int[] words = new int[TABLES];
    private volatile short @Nullable [] @Nullable [] tables;

    PageDirectory(int pagesPerTable) {
        this.pagesPerTable = pagesPerTable;
    }

    /** Return the entry at {@code index} of a table. */
    int entry(int table, int index) {
        int word = (int) WORD.getAcquire(words, table);
        while ((word & TABLE) != 0) {
            short[] entries = entries(table);
            if (entries != null) {
                return entries[index];
            }
            word = (int) WORD.getAcquire(words, table);
        }
        return word & ~LOCK;
    }

    /** Return the array of a table, or null if all its entries are equal, see {@link #uniform}. */
    short @Nullable [] entries(int table) {
        short[] @Nullable [] all = tables;
        return all == null || ((int) WORD.getAcquire(words, table) & TABLE) == 0 ? null : all[table];
    }

    /** Return the entry that all entries of a table are equal to; of a mixed table, nothing of use. */
    int uniform(int table) {
        return (int) WORD.getAcquire(words, table) & ~LOCK;
    }

    void lock(int table) {
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

    void unlock(int table) {
        WORD.setRelease(words, table, (int) WORD.getAcquire(words, table) & ~LOCK);
    }

    /** Make all entries of a table equal; the lock stays as it is. */
    void setUniform(int table, int entry) {
        int word = (int) WORD.getAcquire(words, table);
        WORD.setRelease(words, table, word & LOCK | entry);
        short[] @Nullable [] all = tables;
        if ((word & TABLE) != 0 && all != null) {
            all[table] = null;
        }
    }

    /** Return the array of a table, made if there is none. */
    short[] mixed(int table) {
        short[] present = entries(table);
        if (present != null) {
            return present;
        }
        short[] entries = new short[pagesPerTable];
        int word = (int) WORD.getAcquire(words, table);
        Arrays.fill(entries, (short) word);
        allTables()[table] = entries;
        WORD.setRelease(words, table, word & LOCK | TABLE);
        return entries;
    }

    /**
     * Replace each entry {@code old} of a table at {@code [from, to)} by {@code entry}, and return how many there were; for a thread that
     * is alone in the machine.
     */
    int replace(int table, int from, int to, int old, int entry) {
        short[] entries = entries(table);
        if (entries == null) {
            return uniform(table) == old ? replaceUniform(table, from, to, entry) : 0;
        }
        int found = old == entry ? count(entries, from, to, (short) old) : 0;
        if (old != entry) {
            for (int i = from; i < to; i++) {
                entries[i] = entries[i] == (short) old ? (short) entry : entries[i];
            }
            collapse(table);
        }
        return found;
    }

    /** Tell whether an entry at {@code [from, to)} of a table names a page that is more than plain, or a huge one. */
    boolean hasOthers(int table, int from, int to) {
        short[] entries = entries(table);
        if (entries == null) {
            return isOther(uniform(table));
        }
        boolean found = false;
        for (int i = from; i < to; i++) {
            found |= isOther(entries[i]);
        }
        return found;
    }

    private static boolean isOther(int entry) {
        int kind = Entry.kind(entry);
        return kind == Entry.RARE || kind == Entry.PROT_NONE || Entry.isHuge(entry);
    }

    private int replaceUniform(int table, int from, int to, int entry) {
        if (to - from == pagesPerTable) {
            words[table] = entry;
        } else if (uniform(table) != entry) {
            Arrays.fill(mixed(table), from, to, (short) entry);
        }
        return to - from;
    }

    private static int count(short[] entries, int from, int to, short wanted) {
        int found = 0;
        for (int i = from; i < to; i++) {
            found += entries[i] == wanted ? 1 : 0;
        }
        return found;
    }

    /** Let go of a table's array if all its entries have become equal. */
    void collapse(int table) {
        short[] entries = entries(table);
        if (entries != null && entries[0] == entries[pagesPerTable - 1]
                && Arrays.mismatch(entries, 0, pagesPerTable - 1, entries, 1, pagesPerTable) < 0) {
            setUniform(table, entries[0]);
        }
    }

    /** Threads that lock different tables may meet here. */
    private short[] @Nullable [] allTables() {
        short[] @Nullable [] all = tables;
        if (all == null) {
            synchronized (this) {
                all = tables;
                if (all == null) {
                    all = new short[TABLES][];
                    tables = all;
                }
            }
        }
        return all;
    }
}
