package io.numamigrator.sim.policy;

/** Flags of mbind(2) and move_pages(2), in the kernel's numbers: MPOL_MF_STRICT, MPOL_MF_MOVE, MPOL_MF_MOVE_ALL. */
public final class MempolicyFlags {

    public static final int STRICT = 1;
    public static final int MOVE = 2;
    public static final int MOVE_ALL = 4;

    private MempolicyFlags() {}
}
