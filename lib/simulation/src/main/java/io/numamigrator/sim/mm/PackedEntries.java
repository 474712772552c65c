package io.numamigrator.sim.mm;

import java.util.Arrays;

/**
 * The entries of a page table, four to a word, so that a loop takes four at a time.
 *
 * <p>Changed under the lock of the table, or by a thread that is alone in the machine. Who reads without a lock sees of each entry what it
 * is or was: a word is written whole.
 */
public final class PackedEntries {

    /** An entry of 1 in each of the four places. */
    private static final long EACH = 0x0001_0001_0001_0001L;

    private static final long TOP = EACH << 15;
    private static final int WHOLE = 0xffff;

    private final long[] words;

    /** Make so many equal entries. */
    PackedEntries(int count, int entry) {
        words = new long[count >>> 2];
        Arrays.fill(words, inEach(entry));
    }

    private static long inEach(int entry) {
        return (entry & WHOLE) * EACH;
    }

    /** Set the top bit of each place that is not 0, and no other bit. */
    private static long nonZero(long places) {
        return ((places & ~TOP) + ~TOP | places) & TOP;
    }

    /** Fill each place whose top bit is set; no other bit may be. */
    private static long filled(long tops) {
        return tops - (tops >>> 15) | tops;
    }

    private static int shift(int index) {
        return (index & 3) << 4;
    }

    /** Return the places of the word of {@code from} from there on. */
    private static long placesFrom(int from) {
        return -1L << shift(from);
    }

    /** Return the places of the word of {@code last} up to and with it. */
    private static long placesTo(int last) {
        return -1L >>> 48 - shift(last);
    }

    public int get(int index) {
        return (int) (words[index >>> 2] >>> shift(index)) & WHOLE;
    }

    /** Set the entries of {@code [from, to)}, at least one. */
    public void fill(int from, int to, int entry) {
        change(from, to, WHOLE, entry);
    }

    /** Clear bits of the entries of {@code [from, to)}, at least one, and set others. */
    public void change(int from, int to, int cleared, int set) {
        int first = from >>> 2;
        int last = to - 1 >>> 2;
        if (first == last) {
            changeWord(first, placesFrom(from) & placesTo(to - 1), cleared, set);
            return;
        }
        changeWord(first, placesFrom(from), cleared, set);
        long kept = ~inEach(cleared);
        long added = inEach(set);
        for (int i = first + 1; i < last; i++) {
            words[i] = words[i] & kept | added;
        }
        changeWord(last, placesTo(to - 1), cleared, set);
    }

    private void changeWord(int i, long places, int cleared, int set) {
        words[i] = words[i] & ~(inEach(cleared) & places) | inEach(set) & places;
    }

    /** Return how many entries of {@code [from, to)}, at least one, are {@code entry}. */
    int count(int from, int to, int entry) {
        int first = from >>> 2;
        int last = to - 1 >>> 2;
        long wanted = inEach(entry);
        if (first == last) {
            return equal(first, placesFrom(from) & placesTo(to - 1), wanted);
        }
        long others = 0;
        for (int i = first + 1; i < last; i++) {
            others += nonZero(words[i] ^ wanted) >>> 15;
        }
        return equal(first, placesFrom(from), wanted) + equal(last, placesTo(to - 1), wanted)
                + 4 * (last - first - 1) - sum(others);
    }

    private int equal(int i, long places, long wanted) {
        return Long.bitCount(~nonZero(words[i] ^ wanted) & TOP & places);
    }

    /** Replace the entries of {@code [from, to)}, at least one, that are {@code old}, and return how many there were. */
    public int replace(int from, int to, int old, int entry) {
        int first = from >>> 2;
        int last = to - 1 >>> 2;
        if (first == last) {
            return replaceInWord(first, placesFrom(from) & placesTo(to - 1), old, entry);
        }
        int found = replaceInWord(first, placesFrom(from), old, entry)
                + replaceInWord(last, placesTo(to - 1), old, entry);
        long wanted = inEach(old);
        long flipped = inEach(old ^ entry);
        long others = 0;
        for (int i = first + 1; i < last; i++) {
            long word = words[i];
            long other = nonZero(word ^ wanted);
            others += other >>> 15;
            words[i] = word ^ filled(other ^ TOP) & flipped;
        }
        return found + 4 * (last - first - 1) - sum(others);
    }

    private int replaceInWord(int i, long places, int old, int entry) {
        long equal = ~nonZero(words[i] ^ inEach(old)) & TOP & places;
        words[i] ^= filled(equal) & inEach(old ^ entry);
        return Long.bitCount(equal);
    }

    /** Add up the four places; a table has so few entries that none has overflown. */
    private static int sum(long places) {
        return (int) ((places & WHOLE) + (places >>> 16 & WHOLE) + (places >>> 32 & WHOLE) + (places >>> 48));
    }

    /** Return the first index of {@code [from, to)} whose entry has other bits than {@code value} in {@code mask}, else {@code to}. */
    public int endOf(int from, int to, int mask, int value) {
        return search(from, to, mask, value, 0);
    }

    /** Return the first index of {@code [from, to)} whose entry has the bits {@code value} in {@code mask}, else {@code to}. */
    public int find(int from, int to, int mask, int value) {
        return search(from, to, mask, value, TOP);
    }

    private int search(int from, int to, int mask, int value, long inverted) {
        if (from >= to) {
            return to;
        }
        long compared = inEach(mask);
        long wanted = inEach(value);
        int i = from >>> 2;
        int last = to - 1 >>> 2;
        long found = (nonZero(words[i] & compared ^ wanted) ^ inverted) & placesFrom(from);
        if (found == 0 && i < last && !isThere(i + 1, last, compared, wanted, inverted)) {
            return to;
        }
        while (found == 0 && i < last) {
            i++;
            found = nonZero(words[i] & compared ^ wanted) ^ inverted;
        }
        return found == 0 ? to : Math.min(to, (i << 2) + (Long.numberOfTrailingZeros(found) >>> 4));
    }

    /** Look at whole words at once: most searches come to the end, and this finds out in a fraction of the time. */
    private boolean isThere(int first, int last, long compared, long wanted, long inverted) {
        long found = 0;
        for (int i = first; i <= last; i++) {
            found |= nonZero(words[i] & compared ^ wanted) ^ inverted;
        }
        return found != 0;
    }

    /** Write the nodes of entries from {@code from} on to {@code into}, up to the first that is no plain page, and return how many. */
    public int plainNodes(int from, int count, int[] into, int at) {
        long kinds = inEach(Pte.KIND);
        long plain = inEach(Pte.PLAIN);
        int i = 0;
        while (i < count) {
            long word = words[from + i >>> 2];
            if ((from + i & 3) == 0 && count - i >= 4 && (word & kinds) == plain) {
                into[at + i] = (int) word & Pte.NODE;
                into[at + i + 1] = (int) (word >>> 16) & Pte.NODE;
                into[at + i + 2] = (int) (word >>> 32) & Pte.NODE;
                into[at + i + 3] = (int) (word >>> 48) & Pte.NODE;
                i += 4;
            } else {
                int entry = (int) (word >>> shift(from + i));
                if ((entry & Pte.KIND) != Pte.PLAIN) {
                    return i;
                }
                into[at + i] = entry & Pte.NODE;
                i++;
            }
        }
        return i;
    }

    boolean areEqual() {
        int first = get(0);
        return get(words.length * 4 - 1) == first && endOf(0, words.length * 4, WHOLE, first) == words.length * 4;
    }

    /** Tell whether an entry of {@code [from, to)} names a page that is more than plain, or a huge one. */
    boolean hasOthers(int from, int to) {
        return find(from, to, Pte.KIND, Pte.RARE) < to
                || find(from, to, Pte.KIND, Pte.PROT_NONE) < to
                || find(from, to, Pte.HUGE, Pte.HUGE) < to;
    }
}
