package io.numamigrator.sim;

import io.numamigrator.sim.version.MigrationStep;

/**
 * A step of the migration engine for one page, and its number in the kernel's documentation.
 *
 * <p>The documents number the steps in four ways: that of Linux 2.6.16, that of 2.6.18, that of 4.9, and that of 5.15. The numbers 17 and
 * 18 do not exist in the second and third, so their twenty steps are eighteen. The order in which kernels go through the steps is
 * another one.
 */
public enum Step {
    /** The caller takes the page off the LRU lists; one more reference to it. */
    ISOLATE,
    /** Memory for the new page is taken, where the caller's callback says. */
    ALLOC,
    LOCK_SRC,
    WAIT_WRITEBACK,
    /** An anonymous page gets a place in swap, which its page-table entries then name. */
    ADD_SWAP_ENTRY,
    /** The new page is locked and not up to date, so that users wait. */
    LOCK_DST,
    PRESET_DST,
    /** Page-table entries become migration entries; threads that touch the page wait. */
    UNMAP,
    LOCK_TREE,
    /** The reference count is checked: an extra reference backs out, and the page is tried again. */
    CHECK_REFS,
    /** The page cache still names this page. */
    CHECK_SLOT,
    /** The file was not truncated. */
    CHECK_MAPPING,
    REPLACE_SLOT,
    DROP_OLD_REF,
    UNLOCK_TREE,
    COPY_DATA,
    COPY_FLAGS,
    CLEAR_OLD_FLAGS,
    END_WRITEBACK,
    /** Page-table entries name the new page; waiting threads continue. */
    REMAP,
    UNLOCK,
    LRU_ADD,
    /** Backed out: page-table entries name the old page again. */
    RESTORE,
    /** The page could not be moved, and goes back to the LRU lists. */
    PUT_BACK,
    /** A thread touches the page during migration and waits. */
    FAULT_WAITS,
    /** The thread has found the page, and goes on. */
    FAULT_GOES_ON;

    private static final Step[] BY_ORDINAL = values();

    /** Returns the step that the core of the simulation reports. */
    static Step of(MigrationStep step) {
        return BY_ORDINAL[step.ordinal()];
    }
}
