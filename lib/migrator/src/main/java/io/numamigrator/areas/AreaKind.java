package io.numamigrator.areas;

import io.numamigrator.Vma;

/** What stands behind an area where its process has no page, told from its line of /proc/PID/maps. */
public enum AreaKind {
    /** Private memory of this process alone: what it never touched exists nowhere. */
    PRIVATE,
    /** Memory that lives in a file system of memory and that other processes may have touched: shmem, memfd, System V, hugetlb. */
    MEMORY,
    /** A file; its pages may be in the page cache. Devices are files, too. */
    FILE,
    /** The kernel's own data beside the vdso. */
    KERNEL_DATA,
    /** The kernel's own code, there for every process. */
    KERNEL_CODE;

    public static AreaKind of(Vma.Mapping area) {
        String path = area.path();
        boolean isPrivate = area.permissions().endsWith("p");
        if (path.startsWith("[vvar") || path.equals("[vsyscall]")) {
            return KERNEL_DATA;
        }
        if (isPrivate && isWithoutFile(path)) {
            return PRIVATE;
        }
        return isMemory(path) ? MEMORY : path.startsWith("[") ? KERNEL_CODE : FILE;
    }

    private static boolean isWithoutFile(String path) {
        return path.isEmpty() || path.startsWith("[heap]") || path.startsWith("[stack") || path.startsWith("[anon:")
                || path.startsWith("/anon_hugepage");
    }

    private static boolean isMemory(String path) {
        return path.startsWith("/memfd:") || path.startsWith("/SYSV") || path.startsWith("/dev/shm/")
                || path.startsWith("/dev/zero") || path.startsWith("/dev/hugepages/")
                || path.startsWith("/anon_hugepage") || path.startsWith("[anon_shmem:") || path.isEmpty();
    }
}
