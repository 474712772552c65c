package io.numamigrator;

import io.numamigrator.Diagnosis.Finding;
import io.numamigrator.Diagnosis.Place;
import io.numamigrator.Diagnosis.Severity;
import io.numamigrator.Diagnosis.Topic;
import java.util.List;
import java.util.stream.Stream;

/** Does the JVM place its heap itself? Asked of this process, and of another if it is a JVM. */
final class JvmFlagsExamination implements Examination {

    @Override
    public List<Finding> of(Patient patient) {
        return JvmArguments.of(patient).map(arguments -> findings(patient, arguments)).orElse(List.of());
    }

    private static List<Finding> findings(Patient patient, JvmArguments arguments) {
        List<Finding> found = Stream.of(JvmSwitch.values()).filter(flag -> arguments.on(flag.flag()))
                .map(flag -> finding(flag, patient, arguments)).toList();
        return found.isEmpty()
                ? List.of(new Finding(Topic.JVM_FLAGS, Severity.OK, "no switch of this JVM places its heap",
                        List.of(arguments.seen()), List.of()))
                : found;
    }

    private static Finding finding(JvmSwitch flag, Patient patient, JvmArguments arguments) {
        boolean oneNode = NodeLists.of(patient.files()).withMemory().filter(nodes -> nodes.size() == 1).isPresent();
        return new Finding(Topic.JVM_FLAGS, oneNode ? Severity.NOTE : flag.severity(),
                "+" + flag.flag() + ": " + flag.effect(),
                List.of(arguments.evidence(flag.flag())), Mends.one(Place.JAVA, flag.opposite()));
    }
}
