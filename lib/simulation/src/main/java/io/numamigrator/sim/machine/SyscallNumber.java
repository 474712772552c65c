package io.numamigrator.sim.machine;

/** The system calls that filters and planned faults tell apart. */
public enum SyscallNumber {
    MOVE_PAGES,
    MIGRATE_PAGES,
    MBIND,
    GET_MEMPOLICY,
    SET_MEMPOLICY,
    SET_MEMPOLICY_HOME_NODE
}
