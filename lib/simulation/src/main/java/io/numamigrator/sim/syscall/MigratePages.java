package io.numamigrator.sim.syscall;

import io.numamigrator.NodeSet;
import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.machine.NegativeErrno;
import io.numamigrator.sim.migrate.SpaceMigration;
import io.numamigrator.sim.task.AccessCheck;
import io.numamigrator.sim.task.Task;
import io.numamigrator.sim.version.KernelSwitch;
import io.numamigrator.sim.version.KernelVersion;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** migrate_pages(2): its checks in their order, SEMANTICS 2.2, then {@link SpaceMigration}. */
final class MigratePages {

    private final Task caller;
    private final Machine machine;
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
        CallTarget target = new CallTarget(caller, pid, KernelSwitch.UID_RULE_FOR_MIGRATE);
        int refused = target.accessError();
        if (refused != 0) {
            return refused;
        }
        boolean nice = AccessCheck.hasNice(caller);
        if (!nice && !target.task().allowed().containsAll(to)) {
            return NegativeErrno.EPERM;
        }
        @Nullable NodeSet usable = usable(to);
        if (usable == null) {
            return NegativeErrno.EINVAL;
        }
        int unmoved = target.memoryError();
        if (unmoved != 0) {
            return unmoved;
        }
        return new SpaceMigration(target.space(), caller.allowed(), nice).migrate(from, usable);
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
