package io.numamigrator.fidelity;

import io.numamigrator.fidelity.rules.Rule;
import io.numamigrator.fidelity.sim.Releases;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What all runs on one kernel came to together. */
final class Results {

    /** How a rule does on a kernel. */
    enum Colour {
        GREEN("agrees"),
        EXPLAINED("differs, with a known reason"),
        DIVERGENT("differs"),
        NOT_REACHED("not reached"),
        UNREACHABLE("cannot be reached in a guest");

        final String says;

        Colour(String says) {
            this.says = says;
        }
    }

    private final String kernel;
    private final List<RunRecord> runs = new ArrayList<>();
    private final Map<String, Coverage.Count> rules = new LinkedHashMap<>();

    private Results(String kernel) {
        this.kernel = kernel;
    }

    /** Return the results of each kernel, in the order of their releases. */
    static Map<String, Results> byKernel(List<RunRecord> runs) {
        Map<String, Results> byKernel = new LinkedHashMap<>();
        runs.stream()
                .sorted(Comparator.comparing(RunRecord::kernel, Releases.ORDER))
                .forEach(run -> byKernel.computeIfAbsent(run.kernel(), Results::new).add(run));
        return byKernel;
    }

    private void add(RunRecord run) {
        runs.add(run);
        run.rules().forEach((number, count) -> rules.merge(number, count, Coverage.Count::plus));
    }

    List<RunRecord> runs() {
        return runs;
    }

    Map<String, Coverage.Count> rules() {
        return rules;
    }

    long operations() {
        return runs.stream().mapToLong(RunRecord::operations).sum();
    }

    long scenarios() {
        return runs.stream().mapToLong(RunRecord::scenarios).sum();
    }

    int explained() {
        return runs.stream().flatMap(run -> run.explained().values().stream()).mapToInt(Integer::intValue).sum();
    }

    int unexplained() {
        return runs.stream().flatMap(run -> run.unexplained().values().stream()).mapToInt(Integer::intValue).sum();
    }

    Colour colour(Rule rule) {
        if (!rule.isReachableOn(kernel)) {
            return Colour.UNREACHABLE;
        }
        Coverage.Count count = rules.get(rule.number());
        if (count == null || count.hits() == 0) {
            return Colour.NOT_REACHED;
        }
        return count.divergent() > 0 ? Colour.DIVERGENT : count.explained() > 0 ? Colour.EXPLAINED : Colour.GREEN;
    }
}
