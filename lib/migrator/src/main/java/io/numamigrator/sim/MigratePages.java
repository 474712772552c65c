package io.numamigrator.sim;

import io.numamigrator.NodeSet;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** migrate_pages(2): its checks in their order, SEMANTICS 2.2, then {@link SpaceMigration}. */
final class MigratePages {

    private final Task caller;
    private final SimulatedMachine machine;
    private final KernelVersion kernel;

    MigratePages(Task caller) {
        this.caller = caller;
        this.machine = caller.process.machine();
        this.kernel = machine.kernel();
    }

    long call(int pid, long maxNode, MemorySegment fromMask, MemorySegment toMask) {
        NodeMask from = NodeMask.read(machine, fromMask, maxNode);
        if (from.error() != 0) {
            return from.error();
        }
        NodeMask to = NodeMask.read(machine, toMask, maxNode);
        if (to.error() != 0) {
            return to.error();
        }
        return machine.exclusively(() -> migrate(pid, from.nodes(), to.nodes()));
    }

    private long migrate(int pid, NodeSet from, NodeSet to) {
        Task target = pid == 0 ? caller : machine.processes().find(pid);
        if (target == null) {
            return Answer.ESRCH;
        }
        AddressSpace space = target.process.space();
        if (space == null && kernel.has(KernelSwitch.SPACE_BEFORE_ACCESS)) {
            return Answer.EINVAL;
        }
        if (!mayAccess(target)) {
            return Answer.EPERM;
        }
        boolean nice = AccessCheck.hasNice(caller);
        if (!nice && !target.allowed().containsAll(to)) {
            return Answer.EPERM;
        }
        @Nullable NodeSet usable = usable(to);
        if (usable == null) {
            return Answer.EINVAL;
        }
        int hook = machine.faults().memoryHook();
        if (hook != 0) {
            return hook;
        }
        if (space == null) {
            return Answer.EINVAL;
        }
        return new SpaceMigration(space, caller.allowed(), nice).migrate(from, usable);
    }

    private boolean mayAccess(Task target) {
        return kernel.has(KernelSwitch.UID_RULE_FOR_MIGRATE)
                ? AccessCheck.byUid(caller, target)
                : AccessCheck.byPtrace(caller, target);
    }

    /** Return the target nodes that count, or null if they are not accepted. */
    private @Nullable NodeSet usable(NodeSet to) {
        if (kernel.has(KernelSwitch.TARGETS_UNCHECKED)) {
            return to;
        }
        if (kernel.has(KernelSwitch.TARGETS_ALL_VALID)) {
            NodeSet valid = kernel.has(KernelSwitch.ONLINE_IS_ENOUGH) ? machine.online() : machine.nodesWithMemory();
            return valid.containsAll(to) ? to : null;
        }
        NodeSet both = to.intersect(caller.allowed());
        return both.isEmpty() ? null : both;
    }
}
