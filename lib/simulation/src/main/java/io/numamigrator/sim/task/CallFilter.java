package io.numamigrator.sim.task;

import io.numamigrator.sim.machine.SyscallNumber;

/** Stands before the system calls of a process and may answer in the kernel's place. */
public interface CallFilter {

    /** Return the negative errno of a call that is refused, 0 of one that goes through. */
    int answer(SyscallNumber call);
}
