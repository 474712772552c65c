package io.numamigrator.policy;

import io.numamigrator.MemoryPolicy;
import io.numamigrator.NumaException;
import io.numamigrator.Vma;
import io.numamigrator.access.ExaminedProcess;
import io.numamigrator.areas.NumaMaps;
import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A memory policy that decides where pages of a process come from, and what shows it.
 *
 * @param policy the policy
 * @param areas how many areas numa_maps shows it for; 0 for the policy of the calling thread
 * @param evidence what was read or asked
 */
public record PolicyInEffect(MemoryPolicy policy, int areas, String evidence) {

    /**
     * Returns the policies of the process examined: of this one that of the calling thread, of another those of its areas, most frequent
     * first; empty if they cannot be read.
     *
     * <p>An area without a policy of its own shows that of the process's first thread. The areas of this process are left alone: the kernel
     * walks all page tables for them.
     */
    public static Optional<List<PolicyInEffect>> of(ExaminedProcess patient) {
        try {
            return patient.kernel().flatMap(kernel -> patient.isSelf() ? ofThread(kernel) : ofAreas(kernel, patient));
        } catch (NumaException refused) {
            return Optional.empty();
        }
    }

    private static Optional<List<PolicyInEffect>> ofThread(Kernel kernel) {
        if (Thread.currentThread().isVirtual()) {
            return Optional.empty();
        }
        try (CallFrame frame = new CallFrame()) {
            MemoryPolicy policy = PolicyCalls.getThread(kernel, frame);
            return Optional.of(List.of(
                    new PolicyInEffect(policy, 0, "get_mempolicy of the calling thread: " + policy)));
        }
    }

    private static Optional<List<PolicyInEffect>> ofAreas(Kernel kernel, ExaminedProcess patient) {
        List<Vma> areas = NumaMaps.read(kernel, patient.pid());
        String file = kernel.procView().directory(patient.pid()) + "numa_maps: ";
        List<PolicyInEffect> found = new ArrayList<>();
        counted(areas).forEach((policy, number) -> found.add(new PolicyInEffect(policy, number,
                file + policy + " for " + number + " of " + areas.size() + " areas")));
        found.sort(Comparator.comparingInt(PolicyInEffect::areas).reversed());
        return found.isEmpty() ? Optional.empty() : Optional.of(found);
    }

    private static Map<MemoryPolicy, Integer> counted(List<Vma> areas) {
        Map<MemoryPolicy, Integer> counted = new LinkedHashMap<>();
        areas.forEach(area -> counted.merge(area.policy(), 1, Integer::sum));
        return counted;
    }
}
