package io.numamigrator.sim;

/**
 * When pages that leave a node that others filled make room there: {@link SimulatedMachine#fill(int, long, Vacancy)}.
 *
 * <p>A real kernel may do either, or anything between: what leaves waits in lists of the CPUs, and the node's watermarks keep a part back.
 * On Linux 6.12 and 7.3 (a guest with 4 KiB pages), after 1 to 2000 pages had left, as many could not come; after 4000 they could. What is
 * to work on a real machine has to work with both.
 */
public enum Vacancy {

    /** The conservative outcome, and the default: nobody can move pages there until 4000 base pages have left; then they all make room. */
    LATE,

    /** Each page that leaves makes room at once. */
    AT_ONCE
}
