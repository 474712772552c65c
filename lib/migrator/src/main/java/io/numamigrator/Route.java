package io.numamigrator;

/** The road by which a system call reaches the kernel; the answers are the same. */
public enum Route {
    /** libc's {@code syscall(2)}: nothing else is needed. */
    SYSCALL,
    /** The wrappers of libnuma.so.1, opened when asked for. */
    LIBNUMA
}
