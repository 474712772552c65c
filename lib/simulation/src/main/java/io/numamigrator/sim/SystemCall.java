package io.numamigrator.sim;

import io.numamigrator.sim.machine.SyscallNumber;

/** The system calls that place memory. */
public enum SystemCall {
    MOVE_PAGES,
    MIGRATE_PAGES,
    MBIND,
    GET_MEMPOLICY,
    SET_MEMPOLICY,
    SET_MEMPOLICY_HOME_NODE;

    private final SyscallNumber number = SyscallNumber.valueOf(name());

    /** Returns the call as the core of the simulation knows it. */
    SyscallNumber number() {
        return number;
    }
}
