package io.numamigrator.fidelity;

import io.numamigrator.fidelity.generate.Generator;
import io.numamigrator.fidelity.generate.Nodes;
import io.numamigrator.fidelity.program.Lowering;
import io.numamigrator.fidelity.program.Outcome;
import io.numamigrator.fidelity.program.Program;
import io.numamigrator.fidelity.scenario.Scenario;
import io.numamigrator.fidelity.sim.Mutant;
import io.numamigrator.fidelity.trial.Executor;
import io.numamigrator.fidelity.trial.Simulation;
import io.numamigrator.fidelity.trial.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Chooses seeds for a short run: consecutive ones, and further ones for mutants that the simulation and those do not tell apart.
 *
 * <p>So a change of the generator, after which seeds mean other scenarios, does not make the run blind.
 */
final class Slice {

    /** Scenarios in which a mutant has to differ from the true simulation: the real kernel may not agree with the latter in one. */
    private static final int ENOUGH = 2;

    private static final int MOST_FURTHER = 20_000;

    private final Nodes nodes;
    private final String spec;
    private final String kernel;
    private final Executor simulated;
    private final long firstSeed;

    /** Scenarios on the true simulation, by their distance from the first. */
    private final List<Trial> trials = new ArrayList<>();

    private final NavigableSet<Integer> chosen = new TreeSet<>();

    Slice(String spec, String kernel, long firstSeed) {
        this.nodes = Nodes.of(spec);
        this.spec = spec;
        this.kernel = kernel;
        this.simulated = Simulation.of(spec, kernel);
        this.firstSeed = firstSeed;
    }

    /** Return seeds of scenarios with at least so many operations, in which every mutant that can show itself does. */
    List<Long> choose(List<Mutant> mutants, long operations) {
        long size = 0;
        for (int i = 0; size < operations; i++) {
            chosen.add(i);
            size += trial(i).scenario().operations().size();
        }
        mutants.forEach(this::include);
        return chosen.stream().map(i -> firstSeed + i).toList();
    }

    /** Look at what is chosen, then further on. */
    private void include(Mutant mutant) {
        Executor executor = new Simulation(mutant.executor(spec, kernel));
        List<Integer> order = new ArrayList<>(chosen);
        IntStream.range(0, MOST_FURTHER).filter(i -> !chosen.contains(i)).forEach(order::add);
        order.stream().filter(i -> differs(trial(i), executor)).limit(ENOUGH).forEach(chosen::add);
    }

    private Trial trial(int i) {
        while (trials.size() <= i) {
            Scenario scenario = Generator.scenario(firstSeed + trials.size(), nodes);
            Program program = Lowering.of(scenario);
            Outcome outcome = simulated.run(List.of(program)).getFirst();
            trials.add(Trial.of(scenario, program, outcome, outcome));
        }
        return trials.get(i);
    }

    private static boolean differs(Trial trial, Executor mutant) {
        return trial.real() instanceof Outcome.Seen && trial.against(mutant).divergence() != null;
    }
}
