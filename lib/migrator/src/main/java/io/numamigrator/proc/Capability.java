package io.numamigrator.proc;

/** The two capabilities that page placement asks for, with their bits in the CapEff line of /proc/PID/status. */
public enum Capability {
    /** Look into processes of other users, and into those that are not dumpable. */
    CAP_SYS_PTRACE(19),
    /** Move pages that several processes map, and migrate beyond the target's cpuset. */
    CAP_SYS_NICE(23);

    private final int bit;

    Capability(int bit) {
        this.bit = bit;
    }

    boolean in(long effective) {
        return (effective >>> bit & 1) != 0;
    }

    /** Return the name as container runtimes write it: {@code SYS_NICE}. */
    public String shortName() {
        return name().substring("CAP_".length());
    }
}
