package io.numamigrator.fidelity;

import io.numamigrator.fidelity.rules.Rule;
import io.numamigrator.fidelity.trial.Explanations;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the page about what was run: only that is claimed. */
final class ReportText {

    private final Formatter text = new Formatter(Locale.ROOT);
    private final Map<String, Results> kernels;

    private ReportText(List<RunRecord> runs) {
        this.kernels = Results.byKernel(runs);
    }

    static String of(List<RunRecord> runs) {
        return new ReportText(runs).write();
    }

    private String write() {
        text.format("# How near the simulated kernel is to the real one%n");
        text.format("%n");
        text.format(
                "The same scenarios were run on real kernels, in guests, and on the simulated one, and all that could be seen was%n");
        text.format(
                "compared: results, statuses, the place of every page after every operation, numa_maps. Written by%n");
        text.format("`ci/fidelity --report` from `runs.json`, which `ci/fidelity --record` adds to.%n");
        text.format("%n");
        text.format(
                "How many pages a full node still takes is for the kernel to decide: there the check is whether some number of them%n");
        text.format("explains everything that was seen.%n");
        text.format("%n");
        text.format("![rules and kernels](fidelity.svg)%n");
        text.format("%n");
        summary();
        explanations();
        rules();
        logs();
        return text.toString();
    }

    private void summary() {
        text.format("| kernel | operations | scenarios | explained | unexplained | rules hit |%n");
        text.format("|---|---:|---:|---:|---:|---:|%n");
        kernels.forEach(
                (kernel, results) -> text.format("| %s | %,d | %,d | %d | %d | %d of %d |%n", kernel,
                        results.operations(),
                        results.scenarios(), results.explained(), results.unexplained(),
                        Coverage.reachable(kernel).size() - Coverage.missed(kernel, results.rules()).size(),
                        Coverage.reachable(kernel).size()));
        text.format("%n");
    }

    private void explanations() {
        if (Explanations.ALL.isEmpty()) {
            return;
        }
        text.format("## Where the real kernel itself does not decide%n");
        text.format("%n");
        Explanations.ALL.forEach(each -> text.format("- **%s**: %s%n", each.name(), each.reason()));
        text.format("%n");
    }

    private void rules() {
        text.format("## Rules that no operation came to%n");
        text.format("%n");
        for (Rule rule : Rule.ALL) {
            if (!rule.isReachable()) {
                text.format("- **%s** %s: %s%n", rule.number(), rule.says(), rule.unreachable());
            }
        }
        for (Rule rule : Rule.ALL) {
            String missing = kernels.entrySet()
                    .stream()
                    .filter(kernel -> kernel.getValue().colour(rule) == Results.Colour.NOT_REACHED)
                    .map(Map.Entry::getKey)
                    .collect(Collectors.joining(", "));
            if (!missing.isEmpty()) {
                text.format("- **%s** %s: not reached on %s%n", rule.number(), rule.says(), missing);
            }
        }
        text.format("%n");
    }

    private void logs() {
        text.format("## Runs%n");
        text.format("%n");
        text.format(
                "| date | kernel | nodes | seeds | operations | guests | operations a second in the guest | unexplained |%n");
        text.format("|---|---|---|---|---:|---:|---:|---|%n");
        kernels.values().stream().flatMap(results -> results.runs().stream()).forEach(this::log);
    }

    private void log(RunRecord run) {
        String unexplained = run.unexplained()
                .entrySet()
                .stream()
                .map(family -> family.getValue() + " × " + family.getKey().replace("|", "\\|"))
                .collect(Collectors.joining("; "));
        text.format("| %s | %s | %s | %d-%d | %,d | %d | %.0f | %s |%n", run.date(), run.kernel(), run.nodes(),
                run.firstSeed(),
                run.lastSeed(), run.operations(), run.guests(),
                run.seconds() > 0 ? run.operations() / run.seconds() : 0,
                unexplained.isEmpty() ? "0" : unexplained);
    }
}
