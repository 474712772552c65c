package io.numamigrator.fidelity;

import io.numamigrator.fidelity.program.Observations;
import io.numamigrator.fidelity.program.Outcome;
import io.numamigrator.fidelity.rules.Moment;
import io.numamigrator.fidelity.rules.Rule;
import io.numamigrator.fidelity.rules.Story;
import io.numamigrator.fidelity.trial.Divergence;
import io.numamigrator.fidelity.trial.Trial;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts how often operations exercised each rule, by what a real kernel answered, and how often they diverged there. */
final class Coverage {

    /**
     * What is counted of a rule.
     *
     * @param hits operations that exercised it
     * @param explained those of them that differed where a reason is known
     * @param divergent those that differed where none is
     */
    record Count(long hits, long explained, long divergent) {
        Count plus(Count other) {
            return new Count(hits + other.hits, explained + other.explained, divergent + other.divergent);
        }
    }

    /** The lines of numa_maps are compared at the end of a scenario, so no operation is to blame for them alone. */
    private static final String MAPS = "numa_maps";

    private final Map<String, Count> counts = new LinkedHashMap<>();

    void add(Trial trial, boolean explained) {
        if (!(trial.real() instanceof Outcome.Seen(Observations seen))) {
            return;
        }
        Divergence divergence = trial.divergence();
        boolean inMaps = divergence != null && divergence.what().startsWith(MAPS);
        counts.merge(Rule.MAPS.number(), count(inMaps, explained), Count::plus);
        int[] number = {0};
        Story.tell(trial.scenario(), trial.program(), seen, moment -> {
            boolean differs = divergence != null && !inMaps && divergence.operation() == number[0];
            add(moment, count(differs, explained));
            number[0]++;
        });
    }

    private static Count count(boolean differs, boolean explained) {
        return new Count(1, differs && explained ? 1 : 0, differs && !explained ? 1 : 0);
    }

    private void add(Moment moment, Count one) {
        for (Rule rule : Rule.ALL) {
            if (rule.isReachable() && rule.hit().test(moment)) {
                counts.merge(rule.number(), one, Count::plus);
            }
        }
    }

    Map<String, Count> counts() {
        return new TreeMap<>(counts);
    }

    /** Return the rules that a scenario can come to on a kernel. */
    static List<Rule> reachable(String kernel) {
        return Rule.ALL.stream().filter(rule -> rule.isReachableOn(kernel)).toList();
    }

    /** Return the rules that no operation exercised, though one could have. */
    static List<Rule> missed(String kernel, Map<String, Count> counts) {
        return reachable(kernel).stream().filter(rule -> !counts.containsKey(rule.number())).toList();
    }
}
