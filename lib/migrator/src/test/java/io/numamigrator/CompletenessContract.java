package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.MixtureOfMemory.Outcome;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;

/** For random mixtures of all kinds of mappings, a move that is complete has everything on its target; portions that end in time. */
interface CompletenessContract {

    AbsentMemory memory();

    /** Returns how many mixtures make a portion. */
    default int portion() {
        return Integer.getInteger("cases", 10);
    }

    @RepeatedTest(25)
    default void aCompleteMoveHasEverythingOnItsTarget() {
        long first = Long.getLong("seed", System.nanoTime());
        Set<String> missing = new HashSet<>();
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        for (long seed = first; seed < first + portion(); seed++) {
            try {
                outcomes.merge(new MixtureOfMemory(memory(), seed, missing).run(), 1, Integer::sum);
            } catch (AssertionError | RuntimeException lie) {
                throw new AssertionError("-Dseed=" + seed + ": " + lie.getMessage(), lie);
            } finally {
                memory().close();
            }
        }
        assertThat(outcomes.values().stream().mapToInt(Integer::intValue).sum()).as("without %s", missing)
                .isEqualTo(portion());
    }
}
