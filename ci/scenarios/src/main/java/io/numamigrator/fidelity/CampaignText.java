package io.numamigrator.fidelity;

import io.numamigrator.fidelity.rules.Rule;
import io.numamigrator.fidelity.scenario.Weight;
import io.numamigrator.fidelity.trial.Divergence;
import io.numamigrator.fidelity.trial.Finding;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Tells what a campaign found: a paragraph for each family, the most frequent first. */
final class CampaignText {

    private static final int MOST_FAMILIES = 30;
    private static final int WIDTH = 200;

    private final PrintWriter out;

    CampaignText(PrintWriter out) {
        this.out = out;
    }

    void show(Campaign campaign) {
        campaign.unexplained()
                .entrySet()
                .stream()
                .sorted(Comparator.comparingInt((Map.Entry<String, List<Finding>> family) -> -family.getValue().size()))
                .limit(MOST_FAMILIES)
                .forEach(family -> show(family.getKey(), family.getValue()));
    }

    private void show(String name, List<Finding> family) {
        Finding least =
                family.stream().min(Comparator.comparingLong(each -> Weight.of(each.trial().scenario()))).orElseThrow();
        Divergence divergence = least.divergence();
        out.println(family.size() + " × " + name);
        out.println("    seed " + least.seed() + " at operation " + divergence.operation() + ", " + divergence.what());
        out.println("    real       " + cut(divergence.real()));
        out.println("    simulated  " + cut(divergence.simulated()));
    }

    /** Tell what rules operations exercised, and which they did not. */
    void show(Coverage coverage, String kernel) {
        Map<String, Coverage.Count> counts = coverage.counts();
        List<Rule> missed = Coverage.missed(kernel, counts);
        int reachable = Coverage.reachable(kernel).size();
        out.println(
                "rules hit: " + (reachable - missed.size()) + " of " + reachable + "; " + (Rule.ALL.size() - reachable)
                        + " more cannot be reached in a guest of it");
        missed.forEach(rule -> out.println("    never hit: " + rule.number() + ", " + rule.says()));
    }

    private static String cut(String text) {
        String line = text.strip().replace('\n', '|');
        return line.length() <= WIDTH ? line : line.substring(0, WIDTH) + "…";
    }
}
