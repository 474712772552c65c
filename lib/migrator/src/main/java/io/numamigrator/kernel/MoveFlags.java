package io.numamigrator.kernel;

/** The flags of move_pages(2) and mbind(2), linux/mempolicy.h. */
public final class MoveFlags {

    public static final int STRICT = 1;
    public static final int MOVE = 2;
    public static final int MOVE_ALL = 4;

    private MoveFlags() {}
}
