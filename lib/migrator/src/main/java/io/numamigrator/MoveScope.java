package io.numamigrator;

/** Which pages a move may take: only those that one mapping holds, or all. */
public enum MoveScope {

    /** Moves pages that are mapped once (MPOL_MF_MOVE); a page mapped elsewhere too is refused with EACCES. */
    EXCLUSIVE,

    /** Moves pages however often they are mapped (MPOL_MF_MOVE_ALL); needs CAP_SYS_NICE. */
    SHARED
}
