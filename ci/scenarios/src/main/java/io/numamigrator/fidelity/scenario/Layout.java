package io.numamigrator.fidelity.scenario;

/** Where things lie in a process of a scenario: the same addresses in each, so that no address needs translation. */
public final class Layout {

    public static final int PAGE = 4096;
    public static final int HUGE = 2 << 20;

    /** Base pages of a huge one. */
    public static final int HUGE_PAGES = HUGE / PAGE;

    /** Most areas a process can have. */
    public static final int AREAS = 16;

    /** Descriptors of files in memory that every process has from its start. */
    public static final int FIRST_FILE = 200;

    public static final int FILES = 4;

    /** Nothing is mapped there. */
    public static final long WILD = 0xdead000L;

    /** No user may touch it. */
    public static final long KERNEL = 0xffff_8880_0000_0000L;

    private static final long ARGUMENTS = 0x1000_0000_0000L;
    private static final long MEMORY = 0x2000_0000_0000L;
    private static final long ROOM = 16L << 20;

    /** Each array has a page that can be written, then a hole, a page that can only be read, and a hole. */
    private static final long ARRAY = 4L * PAGE;

    /** Arrays that one call may have. */
    public static final int ARRAYS = 3;

    private Layout() {}

    /** Return where an area begins. */
    public static long area(int number) {
        return MEMORY + number * ROOM;
    }

    /** Return the end of all areas. */
    public static long end() {
        return area(AREAS);
    }

    /** Return where the page of an array begins. */
    public static long array(int number, boolean writable) {
        return ARGUMENTS + number * ARRAY + (writable ? 0 : 2L * PAGE);
    }

    /** Tell whether an address lies in the pages of arrays. */
    public static boolean isArgument(long address) {
        return address >= ARGUMENTS && address < ARGUMENTS + ARRAYS * ARRAY;
    }
}
