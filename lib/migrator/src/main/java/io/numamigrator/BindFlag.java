package io.numamigrator;

import io.numamigrator.kernel.MoveFlags;

/** What mbind(2) does about pages that the new policy misplaces. */
public enum BindFlag {

    /** Fail with EIO if a page is misplaced (alone), or stays misplaced (with MOVE or MOVE_ALL). */
    STRICT(MoveFlags.STRICT),

    /** Migrate misplaced pages that only one mapping holds; shared pages are skipped, and STRICT does not count them. */
    MOVE(MoveFlags.MOVE),

    /** Migrate misplaced pages however often they are mapped; needs CAP_SYS_NICE. */
    MOVE_ALL(MoveFlags.MOVE_ALL);

    private final int bit;

    BindFlag(int bit) {
        this.bit = bit;
    }

    /** Returns the bit in linux/mempolicy.h. */
    public int bit() {
        return bit;
    }
}
