package io.numamigrator.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.fidelity.program.Observations;
import io.numamigrator.fidelity.program.Opcode;
import io.numamigrator.fidelity.program.Outcome;
import io.numamigrator.fidelity.program.Program;
import io.numamigrator.fidelity.program.SystemCalls;
import io.numamigrator.fidelity.scenario.Scenario;
import io.numamigrator.fidelity.trial.Divergence;
import io.numamigrator.fidelity.trial.Trial;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What counts as a difference, and how it reads. */
class DivergenceTest {

    private final Program program = new Program();

    private static Observations seen(byte[]... all) {
        Observations seen = new Observations();
        for (byte[] each : all) {
            seen.add(each);
        }
        return seen;
    }

    private static byte[] result(long value) {
        Observations one = new Observations();
        one.add(value);
        return one.all().getFirst();
    }

    private Divergence between(Observations real, Observations simulated) {
        return Objects.requireNonNull(Divergence.between(program, real, simulated));
    }

    @Test
    void theFirstDifferenceIsTold() {
        program.begin(4);
        program.call(0, "mbind", 0, SystemCalls.MBIND);
        program.begin(5);
        program.call(0, "migrate_pages", 0, SystemCalls.MIGRATE_PAGES);
        Divergence divergence =
                between(seen(result(0), result(-22)), seen(result(0), result(3)));

        assertThat(divergence).isEqualTo(new Divergence(5, "migrate_pages", "EINVAL", "3"));
        assertThat(divergence.family()).isEqualTo("migrate_pages: EINVAL / some");
    }

    @Test
    void pagesAreNodesAndErrors() {
        program.numbers(Opcode.PLACES, 0, "places of process 0", 1, 2, 3);
        Divergence divergence = between(seen(new byte[] {0, 3, -2}), seen(new byte[] {0, 3, -14}));

        assertThat(divergence.real()).isEqualTo("0 3 ENOENT");
        assertThat(divergence.simulated()).isEqualTo("0 3 EFAULT");
        assertThat(divergence.family()).isEqualTo("places of a process");
    }

    @Test
    void howManyPagesAreActiveIsNoDifference() {
        program.numbers(Opcode.MAPS, 0, "numa_maps of process 0", 0, 1);
        assertThat(Divergence.between(program, seen(text("2000 default anon=3 active=1 N0=3\n")),
                seen(text("2000 default anon=3 N0=3\n")))).isNull();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void aKernelThatDoesNotCarryAScenarioOutDiffers() {
        program.call(0, "mbind", 0, SystemCalls.MBIND);
        Scenario scenario = new Scenario(List.of());
        Outcome fine = new Outcome.Seen(seen(result(0)));
        Outcome thrown = new Outcome.Failed("throws ArithmeticException in Mbind.call: / by zero at 17");
        Outcome down = new Outcome.Failed("executor: process 1 did not come back");

        assertThat(Trial.of(scenario, program, fine, fine).divergence()).isNull();
        assertThat(Objects.requireNonNull(Trial.of(scenario, program, fine, thrown).divergence()).family())
                .isEqualTo("the simulation throws ArithmeticException in Mbind.call: / by zero at N");
        assertThat(Objects.requireNonNull(Trial.of(scenario, program, down, fine).divergence()).family())
                .startsWith("the guest went down");
    }
}
