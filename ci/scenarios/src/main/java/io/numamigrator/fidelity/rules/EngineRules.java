package io.numamigrator.fidelity.rules;

import io.numamigrator.fidelity.scenario.Operation.Confine;
import io.numamigrator.fidelity.scenario.Operation.MovePages;
import java.util.List;

/** Rules of cpusets and of the engine: sections 4 and 5. */
final class EngineRules {

    private EngineRules() {}

    private static Rule confine(String number, String says, Rule.Hit<Confine> hit) {
        return Rule.of(number, says, Confine.class, hit);
    }

    static final List<Rule> ALL = List.of(
            confine("4 enter", "a process enters a cpuset",
                    (_, now) -> now.caller().cpuset == null && now.result() >= 0),
            confine("4 change", "the nodes of a cpuset change",
                    (_, now) -> now.caller().cpuset != null && now.result() >= 0),
            confine("4 follow", "its pages follow (5.15 and later)", (_, now) -> now.moved()).since("5.15"),
            confine("4 pinned", "pinned pages stay, and nobody is told",
                    (_, now) -> now.caller().hasPins && now.result() >= 0),
            confine("4 rebind", "policies are mapped to the new nodes",
                    (_, now) -> now.caller().taskMode != 0 && now.result() >= 0),
            Rule.unreachable("4 v1", "cpusets of version 1", "the executor's cgroups are of version 2"),
            Rule.of("5.1", "pages are taken off their lists, moved and put back", MovePages.class,
                    (_, now) -> now.moved()),
            Rule.unreachable("5.2", "the steps, in four numberings and three orders", "no system call shows them"),
            Rule.of("5.3", "an attempt succeeds, or the page stays", MovePages.class, (_, now) -> now.result() > 0),
            Rule.unreachable("5.4", "passes, forced, retried, batches", "tracepoints alone show them"),
            Rule.unreachable("5.5", "the events of one batch", "tracepoints alone show them"),
            Rule.unreachable("5.6", "choose, release, migrate", "a proposal of 2004 that no kernel has"));
}
