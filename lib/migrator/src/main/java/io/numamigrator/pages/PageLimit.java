package io.numamigrator.pages;

/** How many pages one call can be about: a report keeps them in one array, and the heap has to hold it. */
public final class PageLimit {

    /** The longest array that every JVM makes. */
    public static final int MOST = Integer.MAX_VALUE - 8;

    /** From here on it is looked at how large the heap may grow. */
    private static final int MANY = 1 << 20;

    private PageLimit() {}

    /** Returns the number of pages, unless one call cannot be about so many; {@code what} says who has them. */
    public static int checked(long pages, String what) {
        if (pages > MOST) {
            throw new IllegalArgumentException(
                    what + " has " + pages + " pages, one report holds " + MOST + "; ask in pieces");
        }
        return (int) pages;
    }

    /** Checks that the heap may grow as large as the statuses alone will be. */
    public static void requireHeap(int pages, int bytesPerPage) {
        requireHeap(pages, bytesPerPage, pages < MANY ? Long.MAX_VALUE : Runtime.getRuntime().maxMemory());
    }

    static void requireHeap(int pages, int bytesPerPage, long most) {
        long bytes = (long) pages * bytesPerPage;
        if (bytes > most) {
            throw new IllegalArgumentException(
                    "the statuses of " + pages + " pages take " + bytes + " bytes of a heap that may have " + most
                            + "; ask in pieces, or give the JVM more heap (-Xmx)");
        }
    }

    /** Returns the length of an array that takes the place of one that is full. */
    public static int longer(int full) {
        return full < MOST / 2 ? full * 2 : MOST;
    }
}
