package io.numamigrator.refusal;

import io.numamigrator.BindFlag;
import io.numamigrator.MemoryPolicy;
import java.util.Set;

/**
 * What a refused policy call had asked for.
 *
 * @param address the start of the range; 0 for the policy of a thread
 * @param bytes its length; 0 for the policy of a thread
 * @param policy the policy that was to be set; none if one was to be read
 * @param flags what to do about pages that are elsewhere
 */
public record PolicyRequest(long address, long bytes, MemoryPolicy policy, Set<BindFlag> flags) {

    public static PolicyRequest ofThread(MemoryPolicy policy) {
        return new PolicyRequest(0, 0, policy, Set.of());
    }

    boolean moves() {
        return flags.contains(BindFlag.MOVE) || flags.contains(BindFlag.MOVE_ALL);
    }
}
