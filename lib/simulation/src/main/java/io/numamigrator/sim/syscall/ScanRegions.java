package io.numamigrator.sim.syscall;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The regions that a scan has found, and their way to the caller.
 *
 * <p>The kernel collects up to 512 and copies them out, then starts a new round where it stopped, while the caller has room.
 */
final class ScanRegions {

    private static final int MOST_IN_ROUND = 512;

    private final MemorySegment vector;
    private final long base;
    private final boolean wanted;
    private final long mostPages;
    private long room;
    private long out;
    private int inRound;
    private int mostInRound;
    private long pages;
    private boolean unwritable;

    private long start;
    private long end;
    private long categories;

    ScanRegions(ScanArgument asked, MemorySegment vector) {
        this.vector = vector;
        this.base = asked.vector() - vector.address();
        this.room = asked.vectorLength();
        this.wanted = room != 0;
        this.mostPages = asked.mostPages();
        this.mostInRound = (int) Math.min(MOST_IN_ROUND, room);
    }

    /**
     * Takes {@code count} pages of a size from an address on.
     *
     * @return how many it took; fewer if that is all that was asked for or that there is room for
     */
    long take(long address, long count, int pageSize, long said) {
        if (!wanted) {
            return count;
        }
        long taken = Math.min(count, mostPages - pages);
        if (taken > 0 && address == end && said == categories) {
            end += taken * pageSize;
        } else if (taken > 0) {
            if (end != 0 && inRound == mostInRound - 1) {
                return 0;
            }
            put();
            start = address;
            end = address + taken * pageSize;
            categories = said;
        }
        pages += taken;
        return taken;
    }

    private void put() {
        if (end == 0) {
            return;
        }
        long at = base + (out + inRound) * ScanArgument.REGION_BYTES;
        if (vector.isReadOnly() || at < 0 || at > vector.byteSize() - ScanArgument.REGION_BYTES) {
            unwritable = true;
        } else {
            vector.set(ValueLayout.JAVA_LONG_UNALIGNED, at, start);
            vector.set(ValueLayout.JAVA_LONG_UNALIGNED, at + 8, end);
            vector.set(ValueLayout.JAVA_LONG_UNALIGNED, at + 16, categories);
        }
        inRound++;
        end = 0;
    }

    /** Ends a round; returns false if its regions cannot be written. */
    boolean flush() {
        put();
        out += inRound;
        room -= inRound;
        inRound = 0;
        mostInRound = (int) Math.min(mostInRound, room);
        return !unwritable;
    }

    /** Tells whether a further round may find more. */
    boolean hasRoom() {
        return room != 0 && pages != mostPages;
    }

    /** Returns how many were written in the rounds that have ended. */
    long count() {
        return out;
    }
}
