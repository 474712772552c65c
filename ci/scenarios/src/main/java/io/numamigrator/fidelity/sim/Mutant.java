package io.numamigrator.fidelity.sim;

import io.numamigrator.fidelity.program.SystemCalls;
import io.numamigrator.sim.machine.NegativeErrno;
import io.numamigrator.sim.version.KernelSwitch;
import java.util.List;
import java.util.stream.Stream;

/**
 * A simulated kernel that is wrong on purpose, in one thing: what compares kernels is worth nothing if it does not notice.
 *
 * @param rule the rule of the semantics that it breaks
 * @param says what it does instead
 */
public record Mutant(String rule, String says, Change change) {

    /** Either a switch of {@link KernelSwitch} the other way round, or a {@link Distortion}. */
    sealed interface Change {
        record Contrary(KernelSwitch behaviour) implements Change {}

        record Distorted(Distortion distortion) implements Change {}
    }

    /** Return mutants of 6.12, at least one for each family of rules that can be seen from outside. */
    public static List<Mutant> all() {
        return List.of(
                distorted("1.1", "unknown flags are ignored", Distortion.bits(SystemCalls.MOVE_PAGES, 5, 6)),
                distorted("1.1", "a process without memory does not exist",
                        Distortion.result(SystemCalls.MOVE_PAGES, NegativeErrno.EINVAL, NegativeErrno.ESRCH)),
                contrary("1.2", "effective users count", KernelSwitch.UID_RULE_FOR_MOVE),
                distorted("1.3", "a node outside of the cpuset is no device",
                        Distortion.result(SystemCalls.MOVE_PAGES, NegativeErrno.EACCES, NegativeErrno.ENODEV)),
                contrary("1.4", "entries never looked at do not count", KernelSwitch.COUNTS_UNATTEMPTED),
                contrary("1.5", "untouched memory is EFAULT", KernelSwitch.UNTOUCHED_IS_EFAULT),
                contrary("1.7", "a page that was moved is busy", KernelSwitch.FRESH_PAGE_IS_BUSY),
                contrary("1.8", "the tail of a hugetlb page is refused", KernelSwitch.HUGETLB_TAIL_REFUSED),
                contrary("1.9", "the zero page is ENOENT", KernelSwitch.ZERO_PAGE_IS_ENOENT),
                distorted("2.1", "the mask has as many bits as maxnode says",
                        Distortion.sum(SystemCalls.MIGRATE_PAGES, 1, 1)),
                contrary("2.2", "effective users count", KernelSwitch.UID_RULE_FOR_MIGRATE),
                contrary("2.3", "with unequal masks nodes in both move", KernelSwitch.UNEQUAL_MASKS_SKIP),
                contrary("2.4", "locked memory stays", KernelSwitch.MLOCKED_SKIPPED),
                contrary("2.5", "mappings that could not be isolated do not count", KernelSwitch.COUNTS_UNISOLATED),
                contrary("3.1", "an empty PREFERRED stays one", KernelSwitch.EMPTY_PREFERRED_IS_LOCAL),
                contrary("3.2", "STRICT alone looks at no page", KernelSwitch.STRICT_ALONE_IGNORED),
                contrary("3.2", "BIND takes the lowest node", KernelSwitch.BIND_TAKES_LOWEST),
                contrary("3.3", "set_mempolicy refuses nodes that are not allowed", KernelSwitch.STRICT_TASK_NODES),
                contrary("3.4", "get_mempolicy wants room for 1024 nodes", KernelSwitch.WIDE_GET_MEMPOLICY),
                distorted("3.5", "no policy is no mistake",
                        Distortion.result(SystemCalls.SET_MEMPOLICY_HOME_NODE, NegativeErrno.ENOENT, 0)),
                contrary("4", "pages do not follow the cpuset", KernelSwitch.CPUSET_V2_MIGRATES));
    }

    /** Return a mutant for each switch. */
    public static List<Mutant> ofSwitches() {
        return Stream.of(KernelSwitch.values())
                .map(each -> contrary(each.name(), "is the other way round", each))
                .toList();
    }

    private static Mutant contrary(String rule, String says, KernelSwitch behaviour) {
        return new Mutant(rule, says, new Change.Contrary(behaviour));
    }

    private static Mutant distorted(String rule, String says, Distortion distortion) {
        return new Mutant(rule, says, new Change.Distorted(distortion));
    }

    /** Return an executor on machines with this kernel. */
    public SimulatedExecutor executor(String nodes, String kernel) {
        return switch (change) {
            case Change.Contrary(KernelSwitch behaviour) ->
                new SimulatedExecutor(
                        new CoreMachines(nodes, kernel, version -> version.contrary(behaviour))::boot, Distortion.NONE);
            case Change.Distorted(Distortion distortion) ->
                new SimulatedExecutor(new CoreMachines(nodes, kernel)::boot, distortion);
        };
    }

    @Override
    public String toString() {
        return rule + " " + says;
    }
}
