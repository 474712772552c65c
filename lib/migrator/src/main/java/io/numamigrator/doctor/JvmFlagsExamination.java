package io.numamigrator.doctor;

import io.numamigrator.Diagnosis.Finding;
import io.numamigrator.Diagnosis.Place;
import io.numamigrator.Diagnosis.Severity;
import io.numamigrator.Diagnosis.Topic;
import io.numamigrator.JvmFlags;
import io.numamigrator.access.Examination;
import io.numamigrator.access.ExaminedProcess;
import io.numamigrator.access.Remedies;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Does the JVM place its heap itself? Asked of this process, and of another if it is a JVM.
 *
 * <p>What the JVM tells counts; where it was not asked, its command line, and the finding says so.
 */
final class JvmFlagsExamination implements Examination {

    @Override
    public List<Finding> of(ExaminedProcess patient) {
        return JvmArguments.of(patient).map(arguments -> findings(patient, arguments)).orElse(List.of());
    }

    private static List<Finding> findings(ExaminedProcess patient, JvmArguments arguments) {
        JvmFlags flags = patient.jvmFlags();
        List<Finding> found = Stream.of(JvmSwitch.values())
                .flatMap(flag -> finding(flag, patient, flags, arguments).stream()).toList();
        boolean places = Stream.of(JvmSwitch.values()).anyMatch(flag -> isOn(flag, flags, arguments));
        return places
                ? found
                : Stream.concat(found.stream(), Stream.of(new Finding(Topic.JVM_FLAGS, Severity.OK,
                        "no switch of this JVM places its heap", evidence(flags, List.of(arguments.seen())),
                        List.of())))
                        .toList();
    }

    private static List<Finding> finding(JvmSwitch flag, ExaminedProcess patient, JvmFlags flags,
            JvmArguments arguments) {
        if (isOn(flag, flags, arguments)) {
            return List.of(inEffect(flag, patient, flags, arguments));
        }
        return arguments.on(flag.flag())
                ? List.of(RefusedSwitch.finding(flag, patient, arguments))
                : List.of();
    }

    private static boolean isOn(JvmSwitch flag, JvmFlags flags, JvmArguments arguments) {
        return flags.isKnown() ? flags.on(flag.flag()) : arguments.on(flag.flag());
    }

    private static Finding inEffect(JvmSwitch flag, ExaminedProcess patient, JvmFlags flags, JvmArguments arguments) {
        boolean oneNode = patient.nodes().onlyOne().isPresent();
        List<String> evidence = new ArrayList<>();
        if (flags.isKnown()) {
            evidence.add("VM.flags: -XX:+" + flag.flag());
        }
        if (!flags.isKnown() || arguments.on(flag.flag())) {
            evidence.add(arguments.evidence(flag.flag()));
        }
        return new Finding(Topic.JVM_FLAGS, oneNode ? Severity.NOTE : flag.severity(),
                "+" + flag.flag() + ": " + flag.effect(patient), evidence(flags, evidence),
                Remedies.one(Place.JAVA, flag.opposite()));
    }

    /** A command line says what was asked for, not what the JVM made of it. */
    private static List<String> evidence(JvmFlags flags, List<String> seen) {
        return Stream.concat(seen.stream(), flags.unknownBecause()
                .map(why -> "judged by the command line alone, the JVM was not asked: " + why).stream()).toList();
    }
}
