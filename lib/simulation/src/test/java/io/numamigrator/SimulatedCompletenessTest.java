package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.MixtureOfMemory.Outcome;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * For random mixtures of all kinds of mappings, a move that is complete has everything on its target.
 *
 * <p>{@code -Dcases=100000} is the long run, {@code -Dseed=N} the run that a failure names.
 */
class SimulatedCompletenessTest {

    private static final String[] KERNELS = {"4.9", "5.10", "6.1", "6.12", "6.18", "7.3"};
    private static final int[] PAGE_SIZES = {4096, 16384};
    private static final int CASES = Integer.getInteger("cases", 2000);
    private static final int CASES_PER_MACHINE = 50;

    private static AbsentMemory machine(long seed) {
        int pageSize = PAGE_SIZES[Math.floorMod(seed / CASES_PER_MACHINE, PAGE_SIZES.length)];
        return new SimulatedAbsentMemory(
                SimulatedLaboratory.severalNodes(KERNELS[Math.floorMod(seed, KERNELS.length)], pageSize, 1024));
    }

    @Test
    void aCompleteMoveHasEverythingOnItsTarget() {
        long first = Long.getLong("seed", System.nanoTime());
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        AbsentMemory memory = machine(first);
        for (int i = 0; i < CASES; i++) {
            long seed = first + i;
            if (i % CASES_PER_MACHINE == 0) {
                memory = machine(seed);
            }
            try {
                outcomes.merge(new MixtureOfMemory(memory, seed, new HashSet<>()).run(), 1, Integer::sum);
            } catch (AssertionError | RuntimeException lie) {
                throw new AssertionError(
                        "-Dseed=" + seed + " on Linux " + memory.release() + ", pages of " + memory.pageSize() + ": "
                                + lie.getMessage(),
                        lie);
            } finally {
                memory.close();
            }
        }
        assertThat(outcomes.getOrDefault(Outcome.COMPLETE, 0)).as("%s", outcomes).isGreaterThan(CASES / 5);
        assertThat(outcomes.getOrDefault(Outcome.INCOMPLETE, 0)).as("%s", outcomes).isGreaterThan(CASES / 5);
    }
}
