package io.numamigrator.sim.policy;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The policies of memory that is a file, shmem: by page of the file, for all who map it (struct shared_policy).
 *
 * <p>They outlive mappings, and a cpuset that changes leaves them as they are.
 */
public final class SharedPolicy {

    private record Range(long from, long to, Policy policy) {}

    private final NavigableMap<Long, Range> ranges = new TreeMap<>();

    /** Return the policy of a page of the file; null if none was set. */
    public @Nullable Policy at(long index) {
        Map.Entry<Long, Range> below = ranges.floorEntry(index);
        return below != null && index < below.getValue().to ? below.getValue().policy : null;
    }

    /** Set the policy of pages {@code [from, to)}, or take it away. */
    public void set(long from, long to, @Nullable Policy policy) {
        cutAt(from);
        cutAt(to);
        ranges.subMap(from, to).clear();
        if (policy != null) {
            ranges.put(from, new Range(from, to, policy));
        }
    }

    private void cutAt(long index) {
        Map.Entry<Long, Range> below = ranges.lowerEntry(index);
        if (below != null && index < below.getValue().to) {
            Range whole = below.getValue();
            ranges.put(whole.from, new Range(whole.from, index, whole.policy));
            ranges.put(index, new Range(index, whole.to, whole.policy));
        }
    }
}
