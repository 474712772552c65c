package io.numamigrator.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.fidelity.generate.Generator;
import io.numamigrator.fidelity.generate.Nodes;
import io.numamigrator.fidelity.program.Outcome;
import io.numamigrator.fidelity.scenario.Address;
import io.numamigrator.fidelity.scenario.Operation;
import io.numamigrator.fidelity.scenario.Scenario;
import io.numamigrator.fidelity.scenario.ScenarioCheck;
import io.numamigrator.fidelity.shrink.Shrinker;
import io.numamigrator.fidelity.sim.Mutant;
import io.numamigrator.fidelity.trial.Divergence;
import io.numamigrator.fidelity.trial.Executor;
import io.numamigrator.fidelity.trial.Simulation;
import io.numamigrator.fidelity.trial.Trial;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Scenarios are made small with a mutant in the place of the real kernel. */
class ShrinkerTest {

    private static final Executor SIMULATION = Simulation.of("four", "6.12");

    private static Executor mutant(String says) {
        return Mutant.all()
                .stream()
                .filter(mutant -> mutant.says().equals(says))
                .map(mutant -> (Executor) new Simulation(mutant.executor("four", "6.12")))
                .findFirst()
                .orElseThrow();
    }

    private static Trial divergent(Executor real) {
        Nodes nodes = Nodes.of("four");
        return LongStream.range(1, 2000)
                .mapToObj(seed -> Trial.of(List.of(Generator.scenario(seed, nodes)), real, SIMULATION).getFirst())
                .filter(trial -> trial.divergence() != null && trial.real() instanceof Outcome.Seen)
                .findFirst()
                .orElseThrow();
    }

    private static Divergence divergence(Trial trial) {
        return Objects.requireNonNull(trial.divergence());
    }

    @Test
    void untouchedMemoryTakesAProcessAndAnArea() {
        Executor real = mutant("untouched memory is EFAULT");
        Trial divergent = divergent(real);
        Trial least = Shrinker.shrink(divergent, real, SIMULATION);

        assertThat(least.scenario().operations()).as("%s", least.scenario()).hasSize(2);
        assertThat(divergence(least).family()).isEqualTo(divergence(divergent).family());
    }

    @Test
    void aNodeOutsideOfTheCpusetTakesFourOperations() {
        Executor real = mutant("a node outside of the cpuset is no device");
        Trial least = Shrinker.shrink(divergent(real), real, SIMULATION);

        assertThat(least.scenario().operations()).as("%s", least.scenario()).hasSizeLessThanOrEqualTo(4);
        assertThat(divergence(least).family()).isEqualTo("move_pages: ENODEV / EACCES");
    }

    @Test
    void whatMakesNoSenseIsNoScenario() {
        Operation spawn = new Operation.Spawn(0);
        Operation end = new Operation.Exit(0);
        assertThat(sound(spawn, end, new Operation.Reap(0))).isTrue();
        assertThat(sound()).isFalse();
        assertThat(sound(new Operation.RunOn(0, 0))).isFalse();
        assertThat(sound(spawn, end, new Operation.RunOn(0, 0))).isFalse();
        assertThat(sound(spawn, new Operation.Reap(0))).isFalse();
        assertThat(sound(spawn, spawn)).isFalse();
        assertThat(sound(spawn, new Operation.Unpin(0, 1))).isFalse();
        assertThat(sound(spawn, new Operation.Pin(0, Address.of(0, 0), 1, 1), new Operation.Unpin(0, 1))).isTrue();
    }

    private static boolean sound(Operation... operations) {
        return ScenarioCheck.isSound(new Scenario(List.of(operations)));
    }

    @Test
    void everyScenarioByChanceMakesSense() {
        Nodes nodes = Nodes.of("four");
        for (long seed = 1; seed <= 500; seed++) {
            assertThat(ScenarioCheck.isSound(Generator.scenario(seed, nodes))).as("seed %d", seed).isTrue();
        }
    }
}
