package io.numamigrator.fidelity.trial;

/**
 * A scenario on which the kernels differ.
 *
 * @param family what it has in common with others
 * @param explanation its name, empty if there is none
 */
public record Finding(long seed, Trial trial, Divergence divergence, String family, String explanation) {

    public static Finding of(long seed, Trial trial, Divergence divergence) {
        return new Finding(seed, trial, divergence, divergence.family(),
                Explanations.of(trial).map(Explanations.Explanation::name).orElse(""));
    }

    public boolean isExplained() {
        return !explanation.isEmpty();
    }
}
