package io.numamigrator.fidelity.rules;

import io.numamigrator.fidelity.scenario.Operation;
import io.numamigrator.fidelity.sim.Releases;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A numbered rule of the semantics, or one case of it, and how an operation shows that it came to it.
 *
 * @param number its number, {@code 1.1/2}, and a word for the case if the rule has several
 * @param says the rule in short
 * @param hit tells whether an operation exercised it, by what a real kernel answered
 * @param unreachable why no scenario can, empty if one can
 * @param since the first kernels that have it
 */
public record Rule(String number, String says, Predicate<Moment> hit, String unreachable, String since) {

    private static final String EVER = "2.6";

    Rule(String number, String says, Predicate<Moment> hit, String unreachable) {
        this(number, says, hit, unreachable, EVER);
    }

    /** Scenarios, not operations, come to it. */
    public static final Rule MAPS =
            new Rule("8.3", "numa_maps of every process, at the end of a scenario", _ -> false, "");

    /** All rules, in the order of their numbers. */
    public static final List<Rule> ALL = Stream
            .of(MoveRules.CALL, MoveRules.PAGES, MigrateRules.ALL, PolicyRules.ALL, EngineRules.ALL, List.of(MAPS))
            .flatMap(List::stream)
            .toList();

    /** Return a rule of calls of one kind. */
    static <T extends Operation> Rule of(String number, String says, Class<T> kind, Hit<T> hit) {
        return new Rule(number, says, moment -> kind.isInstance(moment.operation())
                && hit.by(kind.cast(moment.operation()), moment), "");
    }

    static Rule unreachable(String number, String says, String why) {
        return new Rule(number, says, _ -> false, why);
    }

    /** Tells whether a call of a kind exercised a rule. */
    interface Hit<T> {
        boolean by(T call, Moment moment);
    }

    /** Return the same rule, for kernels from a series on. */
    Rule since(String series) {
        return new Rule(number, says, hit, unreachable, series);
    }

    /** Tell whether a scenario can come to it, on some kernel. */
    public boolean isReachable() {
        return unreachable.isEmpty();
    }

    public boolean isReachableOn(String kernel) {
        return isReachable() && Releases.ORDER.compare(since, kernel) <= 0;
    }
}
