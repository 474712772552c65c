package io.numamigrator.fidelity.trial;

import io.numamigrator.fidelity.program.CallLowering;
import io.numamigrator.fidelity.program.Observations;
import io.numamigrator.fidelity.program.Outcome;
import io.numamigrator.fidelity.program.Program;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where the real kernel itself does not decide: divergences that are no defect of the simulation, each with its reason.
 *
 * <p>A divergence that no line tells of is unexplained, and ends {@code ci/fidelity} with status 1.
 */
public final class Explanations {

    /**
     * Why kernels may differ.
     *
     * @param name a few words
     * @param reason what the real kernel leaves open
     */
    public record Explanation(String name, String reason, Predicate<Trial> covers) {}

    public static final List<Explanation> ALL = List.of(new Explanation("a page of the process itself",
            "migrate_pages(2) also moves what a process needs to carry out its part, its program, its stack, the board. If a CPU's"
                    + " list holds one of these at that moment, it counts as one that stayed. Nothing else may differ.",
            Explanations::countsOneMore));

    private Explanations() {}

    static Optional<Explanation> of(Trial divergent) {
        return ALL.stream().filter(each -> each.covers.test(divergent)).findFirst();
    }

    private static boolean countsOneMore(Trial trial) {
        if (!(trial.real() instanceof Outcome.Seen(Observations real))
                || !(trial.simulated() instanceof Outcome.Seen(Observations simulated))) {
            return false;
        }
        List<Program.Sight> sights = trial.program().sights();
        for (int i = 0; i < sights.size(); i++) {
            byte[] one = real.all().get(i);
            byte[] other = simulated.all().get(i);
            boolean more =
                    sights.get(i).what().equals(CallLowering.MIGRATE) && number(other) >= 0
                            && number(one) == number(other) + 1;
            if (!more && !Divergence.agree(sights.get(i), one, other)) {
                return false;
            }
        }
        return true;
    }

    private static long number(byte[] observation) {
        return ByteBuffer.wrap(observation).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }
}
