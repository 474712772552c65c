package io.numamigrator.sim.version;

import static io.numamigrator.sim.version.MigrationStep.ADD_SWAP_ENTRY;
import static io.numamigrator.sim.version.MigrationStep.ALLOC;
import static io.numamigrator.sim.version.MigrationStep.CHECK_MAPPING;
import static io.numamigrator.sim.version.MigrationStep.CHECK_REFS;
import static io.numamigrator.sim.version.MigrationStep.CHECK_SLOT;
import static io.numamigrator.sim.version.MigrationStep.CLEAR_OLD_FLAGS;
import static io.numamigrator.sim.version.MigrationStep.COPY_DATA;
import static io.numamigrator.sim.version.MigrationStep.COPY_FLAGS;
import static io.numamigrator.sim.version.MigrationStep.DROP_OLD_REF;
import static io.numamigrator.sim.version.MigrationStep.END_WRITEBACK;
import static io.numamigrator.sim.version.MigrationStep.LOCK_DST;
import static io.numamigrator.sim.version.MigrationStep.LOCK_SRC;
import static io.numamigrator.sim.version.MigrationStep.LOCK_TREE;
import static io.numamigrator.sim.version.MigrationStep.LRU_ADD;
import static io.numamigrator.sim.version.MigrationStep.PRESET_DST;
import static io.numamigrator.sim.version.MigrationStep.REMAP;
import static io.numamigrator.sim.version.MigrationStep.REPLACE_SLOT;
import static io.numamigrator.sim.version.MigrationStep.UNLOCK;
import static io.numamigrator.sim.version.MigrationStep.UNLOCK_TREE;
import static io.numamigrator.sim.version.MigrationStep.UNMAP;
import static io.numamigrator.sim.version.MigrationStep.WAIT_WRITEBACK;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The order in which a kernel's code goes through the steps, which is not that of the documents: SEMANTICS 5.2.
 *
 * @param unmap the steps up to and with {@link MigrationStep#UNMAP}
 * @param move the steps after it
 */
public record StepOrder(List<MigrationStep> unmap, List<MigrationStep> move) {

    private static final List<MigrationStep> OF_2_6_16 = List.of(
            ALLOC, LOCK_SRC, WAIT_WRITEBACK, ADD_SWAP_ENTRY, LOCK_DST, UNMAP, LOCK_TREE, CHECK_REFS, CHECK_SLOT,
            CHECK_MAPPING, PRESET_DST, REPLACE_SLOT, DROP_OLD_REF, UNLOCK_TREE, COPY_DATA, COPY_FLAGS, CLEAR_OLD_FLAGS,
            END_WRITEBACK, REMAP, UNLOCK, LRU_ADD);

    private static final List<MigrationStep> OF_2_6_18 = List.of(
            ALLOC, LOCK_SRC, WAIT_WRITEBACK, UNMAP, LOCK_DST, PRESET_DST, LOCK_TREE, CHECK_REFS, CHECK_SLOT,
            REPLACE_SLOT, DROP_OLD_REF, UNLOCK_TREE, COPY_DATA, COPY_FLAGS, CLEAR_OLD_FLAGS, END_WRITEBACK, REMAP,
            UNLOCK, LRU_ADD);

    private static final List<MigrationStep> OF_4_9 = List.of(
            ALLOC, LOCK_SRC, WAIT_WRITEBACK, LOCK_DST, UNMAP, PRESET_DST, LOCK_TREE, CHECK_REFS, CHECK_SLOT,
            REPLACE_SLOT, DROP_OLD_REF, UNLOCK_TREE, COPY_DATA, COPY_FLAGS, CLEAR_OLD_FLAGS, END_WRITEBACK, REMAP,
            UNLOCK, LRU_ADD);

    private static final List<MigrationStep> OF_5_19 = List.of(
            ALLOC, LOCK_SRC, WAIT_WRITEBACK, LOCK_DST, UNMAP, PRESET_DST, LOCK_TREE, CHECK_REFS, CHECK_SLOT,
            REPLACE_SLOT, DROP_OLD_REF, UNLOCK_TREE, COPY_DATA, COPY_FLAGS, CLEAR_OLD_FLAGS, END_WRITEBACK, LRU_ADD,
            REMAP, UNLOCK);

    private static final List<MigrationStep> OF_6_12 = List.of(
            ALLOC, LOCK_SRC, WAIT_WRITEBACK, LOCK_DST, UNMAP, CHECK_REFS, COPY_DATA, PRESET_DST, LOCK_TREE, CHECK_SLOT,
            REPLACE_SLOT, DROP_OLD_REF, UNLOCK_TREE, COPY_FLAGS, CLEAR_OLD_FLAGS, END_WRITEBACK, LRU_ADD, REMAP,
            UNLOCK);

    /** What a page needs that stands in a page cache: a file's, or up to 2.6.17 that of the swap space. */
    private static final Set<MigrationStep> OF_A_CACHE =
            EnumSet.of(LOCK_TREE, CHECK_SLOT, CHECK_MAPPING, REPLACE_SLOT, DROP_OLD_REF, UNLOCK_TREE);

    /** Return the order of a kernel, for anonymous pages or for those of files. */
    static StepOrder of(Set<KernelSwitch> kernel, boolean anonymous) {
        boolean swapped = kernel.contains(KernelSwitch.TWENTY_STEPS);
        List<MigrationStep> steps = whole(kernel).stream()
                .filter(step -> anonymous || step != ADD_SWAP_ENTRY)
                .filter(step -> !anonymous || swapped || !OF_A_CACHE.contains(step))
                .toList();
        int limit = steps.indexOf(UNMAP) + 1;
        return new StepOrder(steps.subList(0, limit), steps.subList(limit, steps.size()));
    }

    private static List<MigrationStep> whole(Set<KernelSwitch> kernel) {
        if (kernel.contains(KernelSwitch.TWENTY_STEPS)) {
            return OF_2_6_16;
        }
        if (!kernel.contains(KernelSwitch.LOCKS_BEFORE_UNMAP)) {
            return OF_2_6_18;
        }
        if (kernel.contains(KernelSwitch.COPIES_FIRST)) {
            return OF_6_12;
        }
        return kernel.contains(KernelSwitch.LRU_BEFORE_REMAP) ? OF_5_19 : OF_4_9;
    }
}
