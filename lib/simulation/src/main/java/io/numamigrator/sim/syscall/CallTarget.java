package io.numamigrator.sim.syscall;

import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.machine.NegativeErrno;
import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.task.AccessCheck;
import io.numamigrator.sim.task.Task;
import io.numamigrator.sim.version.KernelSwitch;
import io.numamigrator.sim.version.KernelVersion;
import org.jspecify.annotations.Nullable;

/** The process that move_pages(2) or migrate_pages(2) is about, and what is checked of it in this order: SEMANTICS 1.2. */
final class CallTarget {

    private final Task caller;
    private final Machine machine;
    private final @Nullable Task task;
    private final KernelSwitch uidRule;

    /** Look for a process; {@code uidRule} says whether its ids alone decide. */
    CallTarget(Task caller, int pid, KernelSwitch uidRule) {
        this.caller = caller;
        this.machine = caller.process.machine();
        this.task = pid == 0 ? caller : caller.pidNamespace.find(pid);
        this.uidRule = uidRule;
    }

    /** Return why the caller may not look into the process, or 0. */
    int accessError() {
        Task found = task;
        if (found == null) {
            return NegativeErrno.ESRCH;
        }
        KernelVersion kernel = machine.kernel();
        if (found.process.space() == null && kernel.has(KernelSwitch.SPACE_BEFORE_ACCESS)) {
            return NegativeErrno.EINVAL;
        }
        boolean may = kernel.has(uidRule) ? AccessCheck.byUid(caller, found) : AccessCheck.byPtrace(caller, found);
        return may ? 0 : NegativeErrno.EPERM;
    }

    /** Return why a security module, or the want of memory, forbids to move pages of the process, or 0. */
    int memoryError() {
        int hook = machine.faults().memoryHook();
        return hook != 0 ? hook : task().process.space() == null ? NegativeErrno.EINVAL : 0;
    }

    /** Return the thread, which is there if {@link #accessError()} is 0. */
    Task task() {
        Task found = task;
        if (found == null) {
            throw new IllegalStateException("there is no such process");
        }
        return found;
    }

    /** Return the memory, which is there if {@link #memoryError()} is 0. */
    AddressSpace space() {
        return task().process.requireSpace();
    }
}
