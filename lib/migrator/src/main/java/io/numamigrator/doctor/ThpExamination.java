package io.numamigrator.doctor;

import io.numamigrator.Diagnosis.Finding;
import io.numamigrator.Diagnosis.Place;
import io.numamigrator.Diagnosis.Remedy;
import io.numamigrator.Diagnosis.Severity;
import io.numamigrator.Diagnosis.Topic;
import io.numamigrator.access.Examination;
import io.numamigrator.access.ExaminedProcess;
import io.numamigrator.access.Remedies;
import io.numamigrator.pages.ByteSize;
import io.numamigrator.proc.Reading;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Does memory come in huge pages without asking? */
final class ThpExamination implements Examination {

    static final String FILE = "/sys/kernel/mm/transparent_hugepage/enabled";
    private static final String SIZE = "/sys/kernel/mm/transparent_hugepage/hpage_pmd_size";
    private static final Pattern CHOSEN = Pattern.compile("\\[(\\w+)]");

    @Override
    public List<Finding> of(ExaminedProcess patient) {
        Reading reading = patient.read(FILE);
        Matcher chosen = CHOSEN.matcher(reading.word().orElse(""));
        return chosen.find() ? List.of(finding(chosen.group(1), patient, List.of(reading.evidence()))) : List.of();
    }

    /** Return what moves as one whole: 2 MiB on x86-64, on arm64 up to 512 MiB; older kernels than Linux 4.10 do not tell. */
    static String hugePage(ExaminedProcess patient) {
        return patient.read(SIZE).word().filter(bytes -> bytes.matches("[0-9]{1,18}"))
                .map(bytes -> "each of " + ByteSize.of(Long.parseLong(bytes))).orElse("each");
    }

    /** Return what has huge pages used where a program asks for them, and nowhere else. */
    static List<Remedy> onRequest() {
        return Remedies.one(Place.SHELL, "echo madvise > " + FILE);
    }

    private static Finding finding(String setting, ExaminedProcess patient, List<String> evidence) {
        return switch (setting) {
            case "always" -> new Finding(Topic.THP, Severity.NOTE,
                    "transparent huge pages are used everywhere: " + hugePage(patient)
                            + " moves as one whole (Linux 4.14), and khugepaged may gather small pages on one node",
                    evidence,
                    onRequest());
            case "madvise" -> new Finding(Topic.THP, Severity.OK,
                    "transparent huge pages are used where a program asks for them", evidence, List.of());
            default -> new Finding(Topic.THP, Severity.OK, "transparent huge pages: " + setting, evidence, List.of());
        };
    }
}
