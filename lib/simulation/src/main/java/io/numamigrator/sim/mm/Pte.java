package io.numamigrator.sim.mm;

/**
 * What a page-table entry says, in 16 bits: a node, a kind and three marks.
 *
 * <p>The same bits stand for a whole page table where all its entries are equal.
 */
public final class Pte {

    /** Bits of the node. */
    public static final int NODE = 0x3ff;

    /** The page is off the LRU lists: a call is about to move it. */
    public static final int ISOLATED = 1 << 10;

    /** One huge entry maps the whole table. */
    public static final int HUGE = 1 << 14;

    /** The huge page itself is marked as dirty: it was moved while its entry said so. */
    public static final int KEPT_DIRTY = 1 << 15;

    /** Bits of the kind. */
    public static final int KIND = 7 << 11;

    /** Never touched. */
    public static final int NONE = 0;

    /** An anonymous page of this process alone, of which nothing else is to be said. */
    public static final int PLAIN = 1 << 11;

    /** The same in an area that may not be accessed. */
    public static final int PROT_NONE = 2 << 11;

    /** The shared zero page. */
    public static final int ZERO = 3 << 11;

    /** Swapped out. */
    public static final int SWAPPED = 4 << 11;

    /** A page of which more is to be said: see {@link Folio}. */
    public static final int RARE = 5 << 11;

    private Pte() {}

    public static int plain(int node) {
        return PLAIN | node;
    }

    public static int kind(int entry) {
        return entry & KIND;
    }

    public static int node(int entry) {
        return entry & NODE;
    }

    public static boolean isHuge(int entry) {
        return (entry & HUGE) != 0;
    }

    /** Tell whether a page stands in the entry that is this process's own: plain, in whatever area. */
    public static boolean isOwn(int entry) {
        int kind = entry & KIND;
        return kind == PLAIN || kind == PROT_NONE;
    }

    /** Return the entry of a base page of what a huge entry maps. */
    public static int single(int entry) {
        return entry & ~(HUGE | KEPT_DIRTY);
    }

    /** Return the entry of the same page on another node, back on the LRU lists. */
    public static int moved(int entry, int node) {
        return entry & ~(NODE | ISOLATED) | node | (isHuge(entry) ? KEPT_DIRTY : 0);
    }
}
