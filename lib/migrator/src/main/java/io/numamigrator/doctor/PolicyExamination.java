package io.numamigrator.doctor;

import io.numamigrator.Diagnosis.Finding;
import io.numamigrator.Diagnosis.Place;
import io.numamigrator.Diagnosis.Remedy;
import io.numamigrator.Diagnosis.Severity;
import io.numamigrator.Diagnosis.Topic;
import io.numamigrator.access.CpusetFile;
import io.numamigrator.access.Examination;
import io.numamigrator.access.ExaminedProcess;
import io.numamigrator.policy.PolicyInEffect;
import java.util.List;

/** Does a memory policy place new pages on nodes of its own choice, so that a migration is undone little by little? */
final class PolicyExamination implements Examination {

    @Override
    public List<Finding> of(ExaminedProcess patient) {
        return PolicyInEffect.of(patient).map(policies -> findings(patient, policies)).orElse(List.of());
    }

    private static List<Finding> findings(ExaminedProcess patient, List<PolicyInEffect> policies) {
        List<Finding> placing = policies.stream().filter(found -> !found.policy().source().isEmpty())
                .map(found -> placing(patient, found)).toList();
        if (!placing.isEmpty()) {
            return placing;
        }
        PolicyInEffect first = policies.getFirst();
        return List.of(new Finding(Topic.POLICY, Severity.OK,
                "policy " + first.policy() + " " + first.policy().effect(),
                policies.stream().map(PolicyInEffect::evidence).toList(), List.of()));
    }

    private static Finding placing(ExaminedProcess patient, PolicyInEffect found) {
        boolean oneNode = patient.nodes().onlyOne().isPresent();
        return new Finding(Topic.POLICY, oneNode ? Severity.NOTE : Severity.WARNING,
                "policy " + found.policy() + " " + found.policy().effect()
                        + ": what is moved elsewhere stays, but pages touched later, or swapped in, do not follow",
                List.of(found.evidence()), remedies(patient));
    }

    /** Policies can be changed from inside alone; from outside, the kernel rebinds them when the cpuset changes (cpuset(7)). */
    private static List<Remedy> remedies(ExaminedProcess patient) {
        Remedy fromInside = new Remedy(Place.PROGRAM, patient.isSelf()
                ? "numa.setThreadPolicy(MemoryPolicy.bind(TARGETS))   (and setPolicy for memory with a policy of its own)"
                : "set_mempolicy or mbind in that process itself; no other process can do it");
        return List.of(fromInside, new Remedy(Place.SHELL, "numactl --membind=TARGETS ...   (at the next start)"),
                new Remedy(Place.SHELL,
                        "echo TARGETS > " + CpusetFile.ANY + "   (moves the pages, too, and rebinds"
                                + " policies but those with static nodes)"));
    }
}
