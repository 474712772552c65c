package io.numamigrator.sim.syscall;

import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.machine.NegativeErrno;
import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.mm.AreaPolicy;
import io.numamigrator.sim.mm.Vma;
import io.numamigrator.sim.policy.Policy;
import io.numamigrator.sim.policy.Policy.Mode;
import io.numamigrator.sim.task.Task;
import io.numamigrator.sim.version.KernelSwitch;

/** set_mempolicy_home_node(2), Linux 5.17: SEMANTICS 3.5. */
final class HomeNode {

    private final Task caller;
    private final Machine machine;

    HomeNode(Task caller) {
        this.caller = caller;
        this.machine = caller.process.machine();
    }

    long call(long start, long length, long node, long flags) {
        if (!machine.kernel().has(KernelSwitch.HOME_NODE)) {
            return NegativeErrno.ENOSYS;
        }
        int pageSize = machine.geometry().pageSize();
        boolean known = node >= 0 && node < machine.spec().maxNodes() && machine.online().contains((int) node);
        if ((start & (pageSize - 1)) != 0 || flags != 0 || !known) {
            return NegativeErrno.EINVAL;
        }
        long end = start + (length + pageSize - 1 & -pageSize);
        if (Long.compareUnsigned(end, start) < 0) {
            return NegativeErrno.EINVAL;
        }
        if (end == start) {
            return 0;
        }
        return machine.exclusively(() -> set(start, end, (int) node));
    }

    /** Change one area after the other; what was changed before an area that cannot be stays changed. */
    private long set(long start, long end, int node) {
        AddressSpace space = caller.process.requireSpace();
        long result = NegativeErrno.ENOENT;
        for (Vma area : space.areas(start, end)) {
            Policy policy = area.policy();
            if (policy == null) {
                continue;
            }
            if (policy.mode() != Mode.BIND && policy.mode() != Mode.PREFERRED_MANY) {
                return NegativeErrno.EOPNOTSUPP;
            }
            Policy homed = policy.withHome(node);
            result = AreaPolicy.replace(space, area, start, end, homed);
            if (result != 0) {
                return result;
            }
        }
        return result;
    }
}
