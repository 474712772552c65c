package io.numamigrator.cli;

import io.numamigrator.Diagnosis;
import io.numamigrator.Diagnosis.Finding;
import io.numamigrator.Diagnosis.Remedy;
import io.numamigrator.Diagnosis.Severity;
import io.numamigrator.cli.draw.Paragraph;
import io.numamigrator.cli.draw.Terminal;
import java.util.ArrayList;
import java.util.List;

/** Sets a diagnosis as text. */
final class DiagnosisText {

    private final Terminal terminal;

    DiagnosisText(Terminal terminal) {
        this.terminal = terminal;
    }

    List<String> of(Diagnosis diagnosis) {
        List<String> lines = new ArrayList<>();
        lines.add(verdict(diagnosis));
        for (Finding finding : diagnosis.findings()) {
            lines.add("");
            lines.addAll(of(finding));
        }
        return lines;
    }

    /** Return the verdict in one line. */
    String verdict(Diagnosis diagnosis) {
        return colour(diagnosis.severity(), sign(diagnosis.severity())) + " " + terminal.bold(diagnosis.verdict());
    }

    private List<String> of(Finding finding) {
        List<String> lines = new ArrayList<>();
        String head = finding.topic().title();
        boolean first = true;
        for (String line : Paragraph.wrap(head + ": " + finding.summary(), terminal.width() - 2)) {
            lines.add(first
                    ? colour(finding.severity(), sign(finding.severity())) + " " + terminal.bold(head)
                            + line.substring(head.length())
                    : "  " + line);
            first = false;
        }
        finding.evidence().forEach(seen -> Paragraph.wrap(seen, terminal.width() - 10)
                .forEach(line -> lines.add(terminal.dim("    seen  " + line))));
        finding.remedies().forEach(remedy -> lines.addAll(of(remedy)));
        return lines;
    }

    /** A remedy is there to be copied: its lines are never broken. */
    private List<String> of(Remedy remedy) {
        List<String> lines = new ArrayList<>();
        String place = "    remedy  " + remedy.place().title() + ": ";
        List<String> text = remedy.text().lines().toList();
        if (text.size() == 1) {
            lines.add(place + terminal.bold(text.getFirst()));
        } else {
            lines.add(place);
            text.forEach(line -> lines.add("        " + line));
        }
        return lines;
    }

    private String sign(Severity severity) {
        return switch (severity) {
            case OK -> terminal.either("✔", "[ok]     ");
            case NOTE -> terminal.either("•", "[note]   ");
            case WARNING -> terminal.either("▲", "[warning]");
            case BLOCKER -> terminal.either("✖", "[blocker]");
        };
    }

    private String colour(Severity severity, String text) {
        return switch (severity) {
            case OK -> terminal.alarm(0, text);
            case NOTE -> terminal.dim(text);
            case WARNING -> terminal.alarm(1, text);
            case BLOCKER -> terminal.alarm(2, text);
        };
    }
}
