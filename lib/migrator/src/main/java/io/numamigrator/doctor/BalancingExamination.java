package io.numamigrator.doctor;

import io.numamigrator.Diagnosis.Finding;
import io.numamigrator.Diagnosis.Place;
import io.numamigrator.Diagnosis.Remedy;
import io.numamigrator.Diagnosis.Severity;
import io.numamigrator.Diagnosis.Topic;
import io.numamigrator.access.Examination;
import io.numamigrator.access.ExaminedProcess;
import io.numamigrator.proc.Reading;
import java.util.List;

/** Does the kernel move pages on its own? */
final class BalancingExamination implements Examination {

    private static final String FILE = "/proc/sys/kernel/numa_balancing";

    @Override
    public List<Finding> of(ExaminedProcess patient) {
        Reading reading = patient.read(FILE);
        return reading.word().map(mode -> List.of(finding(mode, List.of(reading.evidence())))).orElse(List.of());
    }

    private static Finding finding(String mode, List<String> evidence) {
        if (mode.equals("0")) {
            return new Finding(Topic.BALANCING, Severity.OK,
                    "automatic NUMA balancing is off: pages stay where they are put",
                    evidence, List.of());
        }
        String what = mode.equals("2")
                ? "the kernel promotes hot pages from slow memory nodes (memory tiering)"
                : "automatic NUMA balancing is on: the kernel moves pages to the CPUs that touch them, also back";
        return new Finding(Topic.BALANCING, Severity.WARNING, what, evidence, List.of(
                new Remedy(Place.SHELL, "sysctl kernel.numa_balancing=0"),
                new Remedy(Place.PROGRAM,
                        "set a policy on the range (BIND without the balancing flag): balancing leaves it alone")));
    }
}
