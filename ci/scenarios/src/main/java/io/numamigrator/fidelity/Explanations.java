package io.numamigrator.fidelity;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where the real kernel itself does not decide: divergences that are no defect of the simulation, each with its reason.
 *
 * <p>A divergence that no line tells of is unexplained, and ends {@code ci/fidelity} with status 1.
 */
final class Explanations {

    /**
     * Why kernels may differ.
     *
     * @param name a few words
     * @param reason what the real kernel leaves open
     */
    record Explanation(String name, String reason, Predicate<Trial> covers) {}

    static final List<Explanation> ALL = List.of();

    private Explanations() {}

    static Optional<Explanation> of(Trial divergent) {
        return ALL.stream().filter(each -> each.covers.test(divergent)).findFirst();
    }
}
