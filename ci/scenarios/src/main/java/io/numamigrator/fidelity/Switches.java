package io.numamigrator.fidelity;

import io.numamigrator.fidelity.generate.Generator;
import io.numamigrator.fidelity.generate.Nodes;
import io.numamigrator.fidelity.program.Outcome;
import io.numamigrator.fidelity.scenario.Scenario;
import io.numamigrator.fidelity.sim.Mutant;
import io.numamigrator.fidelity.trial.Executor;
import io.numamigrator.fidelity.trial.Simulation;
import io.numamigrator.fidelity.trial.Trial;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Tells which behaviours that changed between kernels scenarios make visible: one turned the other way round has to show. */
final class Switches {

    private static final String TEXT = "a text that no scenario reads";
    private static final String STEPS = "no system call shows the engine's steps";
    private static final String HIDDEN = "not in these scenarios, or another behaviour of this kernel hides it";
    private static final String ELSEWHERE = "needs memory, files or callers that scenarios do not have";

    /** Why a behaviour cannot be seen, by its name. */
    private static final Map<String, String> INVISIBLE = Map.ofEntries(
            Map.entry("ELEVEN_PASSES", STEPS),
            Map.entry("TWENTY_STEPS", STEPS),
            Map.entry("STEPS_OF_2_6_18", STEPS),
            Map.entry("STEPS_WITHOUT_GAP", STEPS),
            Map.entry("LOCKS_BEFORE_UNMAP", STEPS),
            Map.entry("LRU_BEFORE_REMAP", STEPS),
            Map.entry("BATCHED_PASSES", STEPS),
            Map.entry("COPIES_FIRST", STEPS),
            Map.entry("HAS_MEMORY_FILE", TEXT),
            Map.entry("NODE_LIST_FILES", TEXT),
            Map.entry("HAS_CPU_FILLED", TEXT),
            Map.entry("PAGE_SIZE_IN_SMAPS", TEXT),
            Map.entry("POLICY_TEXT_OF_64_BYTES", TEXT),
            Map.entry("GENERIC_INITIATOR_FILE", TEXT),
            Map.entry("ACCESS0", TEXT),
            Map.entry("ACCESS1", TEXT),
            Map.entry("WEIGHTS_DIRECTORY", TEXT),
            Map.entry("MEMORY_TIERS", TEXT),
            Map.entry("TIERS_BY_PERFORMANCE", TEXT),
            Map.entry("MEMS_ALLOWED_LIST", TEXT),
            Map.entry("MEMS_ALLOWED_AS_WIDE_AS_POSSIBLE", TEXT),
            Map.entry("SECCOMP_IN_STATUS", TEXT),
            Map.entry("SECCOMP_FILTERS", TEXT),
            Map.entry("SECCOMP_FILTERS_IN_STATUS", TEXT),
            Map.entry("RSS_BY_KIND", TEXT),
            Map.entry("KTHREAD_IN_STATUS", TEXT),
            Map.entry("THREAD_SELF", TEXT),
            Map.entry("CPUSET_IN_V2", TEXT),
            Map.entry("COMPAT_QUERY_STRIDE", "the executor is a 64-bit program"),
            Map.entry("COMPAT_MOVE_WRONG", "the executor is a 64-bit program"),
            Map.entry("VVAR_MOVE_IS_ENOENT", "where the vvar area lies is not known"),
            Map.entry("DEVICE_QUERY_IS_EFAULT", ELSEWHERE),
            Map.entry("ZONE_DEVICE_IS_ENOENT", ELSEWHERE),
            Map.entry("LOW_ZONE_UNMOVABLE", ELSEWHERE),
            Map.entry("DAX_UNMOVABLE", ELSEWHERE),
            Map.entry("KSM_OFF_LRU", ELSEWHERE),
            Map.entry("KSM_UNMOVABLE", ELSEWHERE),
            Map.entry("LARGE_FILE_FOLIOS", ELSEWHERE));

    private final String nodes;
    private final String kernel;
    private final PrintWriter out;

    Switches(String nodes, String kernel, PrintWriter out) {
        this.nodes = nodes;
        this.kernel = kernel;
        this.out = out;
    }

    void tell(long firstSeed, int scenarios) {
        Nodes known = Nodes.of(nodes);
        List<Scenario> all = LongStream.range(firstSeed, firstSeed + scenarios)
                .mapToObj(seed -> Generator.scenario(seed, known))
                .toList();
        Executor truth = Simulation.of(nodes, kernel);
        List<Trial> trials = Trial.of(all, truth, truth);
        List<String> visible = new ArrayList<>();
        List<String> hidden = new ArrayList<>();
        for (Mutant mutant : Mutant.ofSwitches()) {
            long differing = differing(trials, mutant);
            if (differing > 0) {
                visible.add(mutant.rule());
                out.println("    " + mutant.rule() + ": seen in " + differing + " of " + scenarios + " scenarios");
            } else {
                hidden.add(mutant.rule());
            }
        }
        long expected = hidden.stream().filter(INVISIBLE::containsKey).count();
        hidden.forEach(name -> out
                .println("    never seen: " + name + ": " + INVISIBLE.getOrDefault(name, HIDDEN)));
        out.println("behaviours seen on " + kernel + ": " + visible.size() + " of "
                + (visible.size() + hidden.size() - expected) + " that scenarios can show, " + expected + " besides");
    }

    private long differing(List<Trial> trials, Mutant mutant) {
        Executor executor = new Simulation(mutant.executor(nodes, kernel));
        return trials.stream().filter(trial -> trial.real() instanceof Outcome.Seen)
                .filter(trial -> trial.against(executor).divergence() != null)
                .count();
    }
}
