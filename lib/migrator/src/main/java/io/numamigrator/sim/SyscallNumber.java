package io.numamigrator.sim;

/** The system calls that filters and planned faults tell apart. */
enum SyscallNumber {
    MOVE_PAGES,
    MIGRATE_PAGES,
    MBIND,
    GET_MEMPOLICY,
    SET_MEMPOLICY,
    SET_MEMPOLICY_HOME_NODE
}
