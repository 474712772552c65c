package io.numamigrator.fidelity;

/**
 * A scenario on which the kernels differ.
 *
 * @param family what it has in common with others
 * @param explanation its name, empty if there is none
 */
record Finding(long seed, Trial trial, Divergence divergence, String family, String explanation) {

    static Finding of(long seed, Trial trial, Divergence divergence) {
        return new Finding(seed, trial, divergence, divergence.family(),
                Explanations.of(trial).map(Explanations.Explanation::name).orElse(""));
    }

    boolean isExplained() {
        return !explanation.isEmpty();
    }
}
