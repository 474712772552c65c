package io.numamigrator;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A memory policy that a migration left as it was, and by which new pages come from nodes that the migration emptied.
 *
 * <p>Policies of tasks and areas do not follow migrate_pages(2). They are rebound only when the cpuset changes, and those with static nodes
 * not even then.
 *
 * @param policy the policy
 * @param areas how many areas of the process it is in effect for
 * @param back the nodes of it that should be empty
 * @param to the nodes that the pages went to
 */
public record ReturningPolicy(MemoryPolicy policy, int areas, NodeSet back, NodeSet to) {

    /** Refuses a null. */
    public ReturningPolicy {
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(back, "back");
        Objects.requireNonNull(to, "to");
    }

    static List<ReturningPolicy> among(List<Vma> areas, NodeSet emptied, NodeSet to) {
        Map<MemoryPolicy, Integer> counted = new LinkedHashMap<>();
        for (Vma area : areas) {
            if (!area.policy().source().intersect(emptied).isEmpty()) {
                counted.merge(area.policy(), 1, Integer::sum);
            }
        }
        return counted.entrySet().stream()
                .map(found -> new ReturningPolicy(found.getKey(), found.getValue(),
                        found.getKey().source().intersect(emptied), to))
                .sorted(Comparator.comparingInt(ReturningPolicy::areas).reversed()).toList();
    }

    /** Returns what makes new pages come from where the others went. */
    public String remedy() {
        boolean fixed = policy.flags().contains(MemoryPolicy.Flag.STATIC_NODES);
        return "set a policy for " + to
                + " in the process itself (set_mempolicy, mbind) or at its next start (numactl --membind="
                + to + ")"
                + (fixed ? "" : "; or write " + to + " to its cpuset.mems instead of migrating: that rebinds it");
    }

    /** Returns for example {@code the policy bind:0 of 12 areas takes new pages from node 0 and no other: set a policy for 1 …}. */
    @Override
    public String toString() {
        return "the policy " + policy + " of " + areas + (areas == 1 ? " area " : " areas ")
                + policy.effect() + ": " + remedy();
    }
}
