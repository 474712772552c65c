package io.numamigrator.sim.task;

/**
 * What a process runs since its last exec(2).
 *
 * @param path the file
 * @param number later ones have greater numbers; a forked child runs its parent's
 */
public record Program(String path, long number) {

    /** What every process runs at first: the simulation is a JVM's. */
    static final String JAVA = "/usr/bin/java";

    private static final long CODE = 0x55_5555_0000L;
    private static final long STACK = 0x7ffd_0000_0000L;
    private static final long MEGABYTE = 1 << 20;

    /** Returns where its code begins; each exec puts it elsewhere, as address space randomisation does. */
    public long code() {
        return CODE + number * MEGABYTE;
    }

    /** Returns where its data begins. */
    public long data() {
        return code() + MEGABYTE / 4;
    }

    /** Returns where its brk heap begins. */
    public long heap() {
        return code() + MEGABYTE / 2;
    }

    /** Returns where its stack begins. */
    public long stack() {
        return STACK + number * MEGABYTE;
    }
}
