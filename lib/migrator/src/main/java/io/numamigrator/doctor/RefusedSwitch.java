package io.numamigrator.doctor;

import io.numamigrator.Diagnosis.Finding;
import io.numamigrator.Diagnosis.Place;
import io.numamigrator.Diagnosis.Remedy;
import io.numamigrator.Diagnosis.Severity;
import io.numamigrator.Diagnosis.Topic;
import io.numamigrator.MemoryPolicy;
import io.numamigrator.access.CpusetFile;
import io.numamigrator.access.ExaminedProcess;
import io.numamigrator.access.Remedies;
import io.numamigrator.policy.PolicyInEffect;
import io.numamigrator.proc.NodeLists;
import io.numamigrator.proc.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A switch that a JVM was started with and runs without, and why.
 *
 * <p>HotSpot looks for libnuma first, then counts the nodes it may use, then looks whether its policy binds it to one (seen with JDK 17 to
 * 25).
 */
final class RefusedSwitch {

    /** Why, what shows it, and what changes it. */
    private record Cause(String why, String evidence, List<Remedy> remedies) {}

    private RefusedSwitch() {}

    static Finding finding(JvmSwitch flag, ExaminedProcess patient, JvmArguments arguments) {
        Cause cause = cause(flag, patient).orElseGet(RefusedSwitch::unknown);
        List<String> evidence =
                new ArrayList<>(List.of("VM.flags: " + flag.flag() + " is off", arguments.evidence(flag.flag())));
        if (!cause.evidence().isEmpty()) {
            evidence.add(cause.evidence());
        }
        return new Finding(Topic.JVM_FLAGS, Severity.NOTE,
                "-XX:+" + flag.flag() + " is not in effect, the JVM refused it: " + cause.why(), evidence,
                cause.remedies());
    }

    private static Optional<Cause> cause(JvmSwitch flag, ExaminedProcess patient) {
        return switch (flag) {
            case USE_NUMA, USE_NUMA_INTERLEAVING ->
                noLibnuma(patient).or(() -> oneNode(patient)).or(() -> oneAllowed(patient))
                        .or(() -> boundToOne(patient));
            case USE_TRANSPARENT_HUGE_PAGES -> noHugePages(patient);
            case USE_ZGC, ALWAYS_PRE_TOUCH, USE_LARGE_PAGES -> Optional.empty();
        };
    }

    private static Cause unknown() {
        return new Cause("its log tells why", "",
                Remedies.one(Place.JAVA, "-Xlog:os*=info,gc*=info,pagesize=info   (at the next start)"));
    }

    /** The JVM keeps the library mapped, also if it decides against NUMA afterwards. */
    private static Optional<Cause> noLibnuma(ExaminedProcess patient) {
        Reading maps = patient.ofProcess("maps");
        return maps.text().filter(text -> text.contains("/libjvm.so") && !text.contains("/libnuma.so")).map(
                _ -> new Cause("it found no libnuma.so.1", maps.path() + ": no libnuma.so among its libraries",
                        Remedies.one(Place.SHELL,
                                "apt-get install libnuma1   (or numactl-libs; in the JVM's container)")));
    }

    private static Optional<Cause> oneNode(ExaminedProcess patient) {
        return patient.nodes().onlyOne()
                .map(nodes -> new Cause("this machine has one node with memory, " + nodes,
                        NodeLists.DIRECTORY + "/has_memory: " + nodes, List.of()));
    }

    private static Optional<Cause> oneAllowed(ExaminedProcess patient) {
        return patient.target().flatMap(status -> status.allowedNodes().filter(nodes -> nodes.size() == 1)
                .map(nodes -> new Cause("its cpuset allows it node " + nodes + " alone",
                        status.evidence("Mems_allowed_list"),
                        Remedies.cpuset(CpusetFile.of(patient).map(CpusetFile::path).orElse(CpusetFile.ANY),
                                patient.nodes().withMemory().orElse(nodes)))));
    }

    private static Optional<Cause> boundToOne(ExaminedProcess patient) {
        return PolicyInEffect.of(patient).flatMap(policies -> policies.stream()
                .filter(found -> found.policy().mode() == MemoryPolicy.Mode.BIND
                        && found.policy().nodes().size() == 1)
                .findFirst())
                .map(found -> new Cause("its memory policy binds it to node " + found.policy().nodes(),
                        found.evidence(),
                        Remedies.one(Place.SHELL, "numactl --membind="
                                + patient.nodes().withMemory().orElse(found.policy().nodes())
                                + " java ...   (at the next start)")));
    }

    private static Optional<Cause> noHugePages(ExaminedProcess patient) {
        Reading enabled = patient.read(ThpExamination.FILE);
        return enabled.text().filter(text -> text.contains("[never]"))
                .map(_ -> new Cause("transparent huge pages are turned off", enabled.evidence(),
                        ThpExamination.onRequest()));
    }
}
