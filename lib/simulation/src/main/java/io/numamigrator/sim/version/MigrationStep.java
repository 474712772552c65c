package io.numamigrator.sim.version;

import org.jspecify.annotations.Nullable;

/**
 * What the engine does to one page, and the number of that step in the documents that describe it.
 *
 * <p>The documents number the steps in four ways: that of Linux 2.6.16, that of 2.6.18, that of 4.9, and that of 5.15. The numbers 17 and
 * 18 do not exist in the second and third, so their twenty steps are eighteen. The order in which kernels go through the steps is
 * another one, see {@link StepOrder}.
 */
public enum MigrationStep {
    /** The caller takes the page off the LRU lists; one more reference to it. */
    ISOLATE(0, 0, 0, 0),
    /** Memory for the new page is taken, where the caller's callback says. */
    ALLOC(0, 0, 0, 0),
    LOCK_SRC(1, 1, 1, 1),
    WAIT_WRITEBACK(2, 2, 2, 2),
    /** An anonymous page gets a place in swap, which its page-table entries then name. */
    ADD_SWAP_ENTRY(3, 0, 0, 0),
    /** The new page is locked and not up to date, so that users wait. */
    LOCK_DST(4, 3, 3, 3),
    PRESET_DST(10, 4, 8, 8),
    /** Page-table entries become migration entries; who touches the page now waits. */
    UNMAP(5, 5, 4, 4),
    LOCK_TREE(6, 6, 5, 5),
    /** Somebody else's reference: back out, and try again. */
    CHECK_REFS(7, 7, 6, 6),
    /** The page cache still names this page. */
    CHECK_SLOT(8, 8, 7, 7),
    /** The file was not truncated. */
    CHECK_MAPPING(9, 0, 0, 0),
    REPLACE_SLOT(11, 9, 9, 9),
    DROP_OLD_REF(12, 10, 10, 10),
    UNLOCK_TREE(13, 11, 11, 11),
    COPY_DATA(14, 12, 12, 12),
    COPY_FLAGS(15, 13, 13, 13),
    CLEAR_OLD_FLAGS(16, 14, 14, 14),
    END_WRITEBACK(17, 15, 15, 15),
    /** Page-table entries name the new page; who waited goes on. */
    REMAP(18, 16, 16, 16),
    UNLOCK(19, 19, 19, 17),
    LRU_ADD(20, 20, 20, 18),
    /** Backed out: page-table entries name the old page again. */
    RESTORE(0, 0, 0, 0),
    /** The page could not be moved, and goes back to the LRU lists. */
    PUT_BACK(0, 0, 0, 0),
    /** A thread touches the page while it is on its way, and waits. */
    FAULT_WAITS(0, 0, 0, 0),
    /** The thread has found the page, and goes on. */
    FAULT_GOES_ON(0, 0, 0, 0);

    private final int in2616;
    private final int in2618;
    private final int in49;
    private final int in515;

    MigrationStep(int in2616, int in2618, int in49, int in515) {
        this.in2616 = in2616;
        this.in2618 = in2618;
        this.in49 = in49;
        this.in515 = in515;
    }

    /** Return the number of this step in the document that came with a kernel; 0 if it has none. */
    public int documented(KernelVersion kernel) {
        if (kernel.has(KernelSwitch.TWENTY_STEPS)) {
            return in2616;
        }
        if (kernel.has(KernelSwitch.STEPS_OF_2_6_18)) {
            return in2618;
        }
        return kernel.has(KernelSwitch.STEPS_WITHOUT_GAP) ? in515 : in49;
    }

    /** Return the step with a number in the document of a kernel, or null if none has it. */
    public static @Nullable MigrationStep documented(KernelVersion kernel, int number) {
        for (MigrationStep step : values()) {
            if (number > 0 && step.documented(kernel) == number) {
                return step;
            }
        }
        return null;
    }
}
