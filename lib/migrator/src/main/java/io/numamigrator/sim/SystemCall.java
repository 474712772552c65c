package io.numamigrator.sim;

/** The system calls that place memory. */
public enum SystemCall {
    MOVE_PAGES,
    MIGRATE_PAGES,
    MBIND,
    GET_MEMPOLICY,
    SET_MEMPOLICY,
    SET_MEMPOLICY_HOME_NODE
}
