package io.numamigrator.fidelity;

import io.numamigrator.fidelity.generate.Generator;
import io.numamigrator.fidelity.generate.Nodes;
import io.numamigrator.fidelity.trial.Divergence;
import io.numamigrator.fidelity.trial.Executor;
import io.numamigrator.fidelity.trial.Finding;
import io.numamigrator.fidelity.trial.Trial;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs scenarios of consecutive seeds on both kernels, batch by batch, until so many operations are done. */
final class Campaign {

    /** Operations that one guest carries out: more would make its files large. */
    private static final int BATCH = 50_000;

    private final Nodes nodes;
    private final Executor real;
    private final Executor simulated;
    private final PrintWriter out;
    private final List<Finding> findings = new ArrayList<>();
    private final Coverage coverage = new Coverage();
    private long operations;
    private long scenarios;

    Campaign(Nodes nodes, Executor real, Executor simulated, PrintWriter out) {
        this.nodes = nodes;
        this.real = real;
        this.simulated = simulated;
        this.out = out;
    }

    /** Run scenarios from a seed on. */
    void run(long firstSeed, long most) {
        long seed = firstSeed;
        while (operations < most) {
            List<Long> seeds = seeds(seed, Math.min(BATCH, most - operations));
            run(seeds);
            seed += seeds.size();
        }
    }

    private List<Long> seeds(long first, long most) {
        List<Long> seeds = new ArrayList<>();
        long size = 0;
        for (long seed = first; size < most; seed++) {
            seeds.add(seed);
            size += Generator.scenario(seed, nodes).operations().size();
        }
        return seeds;
    }

    /** Run the scenarios of some seeds in one guest. */
    List<Trial> run(List<Long> seeds) {
        List<Trial> trials =
                Trial.of(seeds.stream().map(seed -> Generator.scenario(seed, nodes)).toList(), real, simulated);
        for (int i = 0; i < trials.size(); i++) {
            note(seeds.get(i), trials.get(i));
        }
        out.printf("%,d operations, up to seed %d: %d divergent scenarios%n", operations, seeds.getLast(),
                findings.size());
        out.flush();
        return trials;
    }

    private void note(long seed, Trial trial) {
        scenarios++;
        operations += trial.scenario().operations().size();
        Divergence divergence = trial.divergence();
        boolean explained = false;
        if (divergence != null) {
            Finding finding = Finding.of(seed, trial, divergence);
            findings.add(finding);
            out.printf("seed %d: %s%n", seed, finding.family());
            explained = finding.isExplained();
        }
        coverage.add(trial, explained);
    }

    Coverage coverage() {
        return coverage;
    }

    /** Return how many findings each explanation covers. */
    Map<String, Integer> explained() {
        Map<String, Integer> explained = new TreeMap<>();
        findings.stream().filter(Finding::isExplained)
                .forEach(each -> explained.merge(each.explanation(), 1, Integer::sum));
        return explained;
    }

    long operations() {
        return operations;
    }

    long scenarios() {
        return scenarios;
    }

    List<Finding> findings() {
        return findings;
    }

    /** Return the findings that nothing explains, by what they have in common. */
    Map<String, List<Finding>> unexplained() {
        Map<String, List<Finding>> families = new TreeMap<>();
        for (Finding finding : findings) {
            if (!finding.isExplained()) {
                families.computeIfAbsent(finding.family(), _ -> new ArrayList<>()).add(finding);
            }
        }
        return families;
    }
}
