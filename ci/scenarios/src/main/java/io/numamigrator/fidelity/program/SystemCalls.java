package io.numamigrator.fidelity.program;

/** Numbers of system calls, and of their words, on x86-64. */
public final class SystemCalls {

    public static final int MMAP = 9;
    public static final int MPROTECT = 10;
    public static final int MUNMAP = 11;
    public static final int MADVISE = 28;
    public static final int FTRUNCATE = 77;
    public static final int SETRESUID = 117;
    public static final int SETRESGID = 119;
    public static final int CAPSET = 126;
    public static final int MLOCK = 149;
    public static final int PRCTL = 157;
    public static final int SCHED_SETAFFINITY = 203;
    public static final int MBIND = 237;
    public static final int SET_MEMPOLICY = 238;
    public static final int GET_MEMPOLICY = 239;
    public static final int MIGRATE_PAGES = 256;
    public static final int MOVE_PAGES = 279;
    public static final int SET_MEMPOLICY_HOME_NODE = 450;

    public static final int PROT_READ = 1;
    public static final int PROT_READ_WRITE = 3;

    public static final int MAP_SHARED = 0x01;
    public static final int MAP_PRIVATE = 0x02;
    public static final int MAP_FIXED = 0x10;
    public static final int MAP_ANONYMOUS = 0x20;
    public static final int MAP_HUGETLB = 0x40000;

    public static final int PR_SET_DUMPABLE = 4;
    public static final int PR_SET_KEEPCAPS = 8;
    public static final int CAPABILITY_VERSION_3 = 0x20080522;

    private SystemCalls() {}
}
