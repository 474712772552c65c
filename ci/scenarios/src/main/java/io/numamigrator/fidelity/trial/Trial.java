package io.numamigrator.fidelity.trial;

import io.numamigrator.fidelity.program.Lowering;
import io.numamigrator.fidelity.program.Observations;
import io.numamigrator.fidelity.program.Outcome;
import io.numamigrator.fidelity.program.Program;
import io.numamigrator.fidelity.scenario.Layout;
import io.numamigrator.fidelity.scenario.Operation;
import io.numamigrator.fidelity.scenario.Scenario;
import io.numamigrator.fidelity.sim.Room;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One scenario on both kernels.
 *
 * @param divergence null if they agree
 */
public record Trial(Scenario scenario, Program program, Outcome real, Outcome simulated,
        @Nullable Divergence divergence) {

    /** No call of a scenario moves more base pages. */
    private static final int MOST_LEFT = 1024;

    /** Run scenarios on both kernels at once. */
    public static List<Trial> of(List<Scenario> scenarios, Executor real, Executor simulated) {
        List<Program> programs = scenarios.stream().map(Lowering::of).toList();
        CompletableFuture<List<Outcome>> inGuest = CompletableFuture.supplyAsync(() -> real.run(programs));
        List<Outcome> simulatedOutcomes = simulated.run(programs);
        List<Outcome> realOutcomes = inGuest.join();
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < programs.size(); i++) {
            trials.add(of(scenarios.get(i), programs.get(i), realOutcomes.get(i), simulatedOutcomes.get(i))
                    .orAnother(simulated));
        }
        return trials;
    }

    public static Trial of(Scenario scenario, Program program, Outcome real, Outcome simulated) {
        return new Trial(scenario, program, real, simulated, compare(program, real, simulated));
    }

    /** Return the trial of another simulation. */
    public Trial against(Executor other) {
        return outcome(other).orAnother(other);
    }

    private Trial outcome(Executor simulated) {
        return of(scenario, program, real, simulated.run(List.of(program)).getFirst());
    }

    /**
     * Return the trial with the outcome that agrees, of all that the simulation allows; this one if none does.
     *
     * <p>How many pages a full node still takes depends on the kernel's reserves and on what it reclaims meanwhile: any number
     * is right, and room for a huge page may be in single pages, but everything has to follow from it.
     */
    private Trial orAnother(Executor simulated) {
        if (divergence == null || scenario.operations().stream().noneMatch(Operation.Fill.class::isInstance)) {
            return this;
        }
        Stream<Room> rooms = Stream.concat(
                IntStream.rangeClosed(0, MOST_LEFT).mapToObj(pages -> new Room(pages, false)),
                IntStream.rangeClosed(Layout.HUGE_PAGES, MOST_LEFT).mapToObj(pages -> new Room(pages, true)));
        return rooms.map(room -> outcome(simulated.leaving(room)))
                .filter(trial -> trial.divergence == null)
                .findFirst()
                .orElse(this);
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
