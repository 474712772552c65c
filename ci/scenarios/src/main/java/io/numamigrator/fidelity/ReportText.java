package io.numamigrator.fidelity;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the page about what was run: only that is claimed. */
final class ReportText {

    private final StringBuilder text = new StringBuilder();
    private final Map<String, Results> kernels;

    private ReportText(List<RunRecord> runs) {
        this.kernels = Results.byKernel(runs);
    }

    static String of(List<RunRecord> runs) {
        return new ReportText(runs).write();
    }

    private void line(String line, Object... values) {
        text.append(String.format(Locale.ROOT, line, values)).append('\n');
    }

    private String write() {
        line("# How near the simulated kernel is to the real one");
        line("");
        line("The same scenarios were run on real kernels, in guests, and on the simulated one, and all that could be seen was");
        line("compared: results, statuses, the place of every page after every operation, numa_maps. Written by");
        line("`ci/fidelity --report` from `runs.json`, which `ci/fidelity --record` adds to.");
        line("");
        line("![rules and kernels](fidelity.svg)");
        line("");
        summary();
        explanations();
        rules();
        logs();
        return text.toString();
    }

    private void summary() {
        line("| kernel | operations | scenarios | explained | unexplained | rules hit |");
        line("|---|---:|---:|---:|---:|---:|");
        int reachable = Coverage.reachable().size();
        kernels.forEach(
                (kernel, results) -> line("| %s | %,d | %,d | %d | %d | %d of %d |", kernel, results.operations(),
                        results.scenarios(), results.explained(), results.unexplained(),
                        reachable - Coverage.missed(results.rules()).size(), reachable));
        line("");
    }

    private void explanations() {
        if (Explanations.ALL.isEmpty()) {
            return;
        }
        line("## Where the real kernel itself does not decide");
        line("");
        Explanations.ALL.forEach(each -> line("- **%s**: %s", each.name(), each.reason()));
        line("");
    }

    private void rules() {
        line("## Rules that no operation came to");
        line("");
        for (Rule rule : Rule.ALL) {
            if (!rule.isReachable()) {
                line("- **%s** %s: %s", rule.number(), rule.says(), rule.unreachable());
            }
        }
        for (Rule rule : Coverage.reachable()) {
            String missing = kernels.entrySet()
                    .stream()
                    .filter(kernel -> kernel.getValue().colour(rule) == Results.Colour.NOT_REACHED)
                    .map(Map.Entry::getKey)
                    .collect(Collectors.joining(", "));
            if (!missing.isEmpty()) {
                line("- **%s** %s: not reached on %s", rule.number(), rule.says(), missing);
            }
        }
        line("");
    }

    private void logs() {
        line("## Runs");
        line("");
        line("| date | kernel | nodes | seeds | operations | guests | operations a second in the guest | unexplained |");
        line("|---|---|---|---|---:|---:|---:|---|");
        kernels.values().stream().flatMap(results -> results.runs().stream()).forEach(this::log);
    }

    private void log(RunRecord run) {
        String unexplained = run.unexplained()
                .entrySet()
                .stream()
                .map(family -> family.getValue() + " × " + family.getKey().replace("|", "\\|"))
                .collect(Collectors.joining("; "));
        line("| %s | %s | %s | %d-%d | %,d | %d | %.0f | %s |", run.date(), run.kernel(), run.nodes(), run.firstSeed(),
                run.lastSeed(), run.operations(), run.guests(),
                run.seconds() > 0 ? run.operations() / run.seconds() : 0,
                unexplained.isEmpty() ? "0" : unexplained);
    }
}
