package io.numamigrator.kernel;

import io.numamigrator.bindings.SyscallsAarch64;
import io.numamigrator.bindings.SyscallsX86_64;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The system-call numbers of one architecture.
 *
 * <p>The first eight come from the generated tables. The memory, file and ioctl calls stand beside them in asm/unistd.h and never
 * change: an architecture's numbers are its ABI.
 */
record LinuxArch(
        int movePages,
        int migratePages,
        int mbind,
        int getMempolicy,
        int setMempolicy,
        int setMempolicyHomeNode,
        int mmap,
        int munmap,
        int madvise,
        int msync,
        int ioctl,
        int openat,
        int close,
        int getpid,
        int mincore,
        int pread) {

    private static LinuxArch x86() {
        return new LinuxArch(
                SyscallsX86_64.__NR_move_pages(),
                SyscallsX86_64.__NR_migrate_pages(),
                SyscallsX86_64.__NR_mbind(),
                SyscallsX86_64.__NR_get_mempolicy(),
                SyscallsX86_64.__NR_set_mempolicy(),
                SyscallsX86_64.__NR_set_mempolicy_home_node(),
                9,
                11,
                28,
                26,
                16,
                257,
                3,
                39,
                27,
                17);
    }

    /** The generic table, of aarch64, which riscv64 shares. */
    private static LinuxArch generic() {
        return new LinuxArch(
                SyscallsAarch64.__NR_move_pages(),
                SyscallsAarch64.__NR_migrate_pages(),
                SyscallsAarch64.__NR_mbind(),
                SyscallsAarch64.__NR_get_mempolicy(),
                SyscallsAarch64.__NR_set_mempolicy(),
                SyscallsAarch64.__NR_set_mempolicy_home_node(),
                222,
                215,
                233,
                227,
                29,
                56,
                57,
                172,
                232,
                67);
    }

    /**
     * Return where to get the numbers for the JVM's {@code os.arch}, or null for an architecture that nobody has looked up.
     *
     * <p>Only the supplier touches the generated tables, whose initialisation needs native access.
     */
    static @Nullable Supplier<LinuxArch> of(String osArch) {
        return switch (osArch) {
            case "amd64", "x86_64" -> LinuxArch::x86;
            case "aarch64", "riscv64" -> LinuxArch::generic;
            default -> null;
        };
    }
}
