package io.numamigrator.fidelity.program;

/** What an instruction is; the numbers are those of the executor in C. */
public enum Opcode {
    NONE,
    SPAWN,
    FORK,
    EXIT,
    REAP,
    POKE,
    PEEK,
    CALL,
    TOUCH,
    PLACES,
    MAPS,
    PIN,
    UNPIN,
    CONFINE,
    FILL,
    EMPTY
}
