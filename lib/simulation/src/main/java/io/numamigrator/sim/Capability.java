package io.numamigrator.sim;

/** The capabilities that page placement asks for, by their bit in {@code CapEff} of /proc/PID/status. */
public enum Capability {
    /** Look into processes of others: move_pages(2) since Linux 4.13, migrate_pages(2) since 4.15. */
    CAP_SYS_PTRACE(19),
    /** Before Linux 2.6.16 was final, what CAP_SYS_NICE is today. */
    CAP_SYS_ADMIN(21),
    /** Moves shared pages (MPOL_MF_MOVE_ALL), and migrates to nodes outside of the target's cpuset. */
    CAP_SYS_NICE(23);

    private final int bit;

    Capability(int bit) {
        this.bit = bit;
    }

    long mask() {
        return 1L << bit;
    }
}
