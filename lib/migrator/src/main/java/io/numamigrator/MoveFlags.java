package io.numamigrator;

/** The flags of move_pages(2) and mbind(2), linux/mempolicy.h. */
final class MoveFlags {

    static final int STRICT = 1;
    static final int MOVE = 2;
    static final int MOVE_ALL = 4;

    private MoveFlags() {}
}
