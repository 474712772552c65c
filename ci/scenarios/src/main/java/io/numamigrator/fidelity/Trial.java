package io.numamigrator.fidelity;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One scenario on both kernels.
 *
 * @param divergence null if they agree
 */
record Trial(Scenario scenario, Program program, Outcome real, Outcome simulated, @Nullable Divergence divergence) {

    /** Run scenarios on both kernels at once. */
    static List<Trial> of(List<Scenario> scenarios, Executor real, Executor simulated) {
        List<Program> programs = scenarios.stream().map(Lowering::of).toList();
        CompletableFuture<List<Outcome>> inGuest = CompletableFuture.supplyAsync(() -> real.run(programs));
        List<Outcome> simulatedOutcomes = simulated.run(programs);
        List<Outcome> realOutcomes = inGuest.join();
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < programs.size(); i++) {
            trials.add(of(scenarios.get(i), programs.get(i), realOutcomes.get(i), simulatedOutcomes.get(i)));
        }
        return trials;
    }

    static Trial of(Scenario scenario, Program program, Outcome real, Outcome simulated) {
        return new Trial(scenario, program, real, simulated, compare(program, real, simulated));
    }

    /** Return the trial of another simulation. */
    Trial against(Executor other) {
        return of(scenario, program, real, other.run(List.of(program)).getFirst());
    }

    private static @Nullable Divergence compare(Program program, Outcome real, Outcome simulated) {
        return switch (real) {
            case Outcome.Failed(String why) -> Divergence.failed("the guest went down", why, "");
            case Outcome.Seen(Observations seen) -> switch (simulated) {
                case Outcome.Failed(String why) -> Divergence.failed("the simulation", "", why);
                case Outcome.Seen(Observations other) -> Divergence.between(program, seen, other);
            };
        };
    }
}
