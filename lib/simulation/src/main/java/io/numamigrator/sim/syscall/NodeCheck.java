package io.numamigrator.sim.syscall;

import io.numamigrator.NodeSet;
import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.machine.NegativeErrno;
import io.numamigrator.sim.task.Task;
import io.numamigrator.sim.version.KernelSwitch;

/** Says whether pages of a task may be moved to a node: SEMANTICS 1.3. */
final class NodeCheck {

    private final NodeSet usable;
    private final NodeSet allowed;
    private long lastGood = Long.MIN_VALUE;

    /** Sample what a task may use now. */
    NodeCheck(Task target) {
        Machine machine = target.process.machine();
        this.usable =
                machine.kernel().has(KernelSwitch.ONLINE_IS_ENOUGH) ? machine.online() : machine.nodesWithMemory();
        this.allowed = machine.kernel().has(KernelSwitch.ONLINE_IS_ENOUGH)
                ? target.cpuset().effective(machine.online())
                : target.allowed();
    }

    /** Return 0, -ENODEV or -EACCES. */
    int check(int node) {
        if (node == lastGood) {
            return 0;
        }
        if (!usable.contains(node)) {
            return NegativeErrno.ENODEV;
        }
        if (!allowed.contains(node)) {
            return NegativeErrno.EACCES;
        }
        lastGood = node;
        return 0;
    }
}
