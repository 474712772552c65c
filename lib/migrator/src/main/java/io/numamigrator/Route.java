package io.numamigrator;

/** The route of a call into the kernel. */
public enum Route {

    /** Through libc's {@code syscall(2)}; needs nothing but libc. */
    SYSCALL,

    /** Through {@code libnuma.so.1}; only when asked for, refused where the library is missing. */
    LIBNUMA
}
