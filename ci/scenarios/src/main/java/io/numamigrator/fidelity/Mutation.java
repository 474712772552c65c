package io.numamigrator.fidelity;

import io.numamigrator.fidelity.sim.Mutant;
import io.numamigrator.fidelity.trial.Divergence;
import io.numamigrator.fidelity.trial.Simulation;
import io.numamigrator.fidelity.trial.Trial;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Proves that the comparison can fail: the true simulation agrees with a real kernel in some scenarios, and each of several
 * simulations that are wrong on purpose does not.
 */
final class Mutation {

    private final String nodes;
    private final String kernel;
    private final PrintWriter out;
    private int passed;
    private int failed;

    Mutation(String nodes, String kernel, PrintWriter out) {
        this.nodes = nodes;
        this.kernel = kernel;
        this.out = out;
    }

    /** Hold mutants against what a campaign saw of the real kernel; return how many were missed, and differences besides. */
    int check(List<Mutant> mutants, Campaign campaign, List<Trial> trials) {
        List<Trial> agreed = trials.stream().filter(trial -> trial.divergence() == null).toList();
        tell(campaign.unexplained().isEmpty(), "the simulation itself",
                campaign.unexplained().isEmpty() ? "agrees" : "differs: " + campaign.unexplained().keySet());
        for (Mutant mutant : mutants) {
            Optional<Divergence> noticed = noticed(mutant, agreed);
            tell(noticed.isPresent(), "mutant " + mutant,
                    noticed.map(divergence -> "noticed by " + divergence.family()).orElse("NOT noticed"));
        }
        out.println("fidelity " + kernel + ", nodes " + nodes + ": " + passed + " passed, " + failed + " failed");
        return failed;
    }

    private Optional<Divergence> noticed(Mutant mutant, List<Trial> trials) {
        Simulation simulation = new Simulation(mutant.executor(nodes, kernel));
        return trials.stream()
                .map(trial -> trial.against(simulation).divergence())
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .findFirst();
    }

    private void tell(boolean isGood, String who, String what) {
        out.println((isGood ? "ok   " : "FAIL ") + who + ": " + what);
        if (isGood) {
            passed++;
        } else {
            failed++;
        }
    }
}
