package io.numamigrator.refusal;

import io.numamigrator.Errno;

/** The errnos of mmap(2), munmap(2) and madvise(2), as far as this library can meet them. */
final class MemoryRefusals {

    private MemoryRefusals() {}

    static void fill(RefusalTable table) {
        mmap(table);
        table.add("munmap", Errno.EINVAL, "the range does not start on a page boundary, or is empty",
                "unmap what was mapped");
        table.add("munmap", Errno.ENOMEM, "unmapping the middle of a mapping would make one more of them than"
                + " vm.max_map_count allows", "raise vm.max_map_count");
        madvise(table);
    }

    private static void mmap(RefusalTable table) {
        String call = "mmap";
        table.add(call, Errno.ENOMEM,
                "the address space limit (ulimit -v), vm.max_map_count or the overcommit limit is reached",
                "raise the limit, or map less");
        table.add(call, Errno.EINVAL, "the length is 0 or reaches beyond the address space",
                "map a positive number of bytes");
        table.add(call, Errno.EAGAIN, "new memory has to be locked (mlockall) and the limit for that is reached",
                "raise ulimit -l");
        table.add(call, Errno.EPERM, "a seccomp filter or security module forbids new memory",
                "let mmap through the filter");
    }

    private static void madvise(RefusalTable table) {
        String call = "madvise";
        table.add(call, Errno.EINVAL,
                "the range does not start on a page boundary, or this kernel does not know the advice"
                        + " (MADV_HUGEPAGE needs CONFIG_TRANSPARENT_HUGEPAGE)",
                "align the start to a page, or leave the advice out");
        table.add(call, Errno.ENOMEM, "part of the range is not mapped", "pass a range that is mapped without holes");
        table.add(call, Errno.EAGAIN, "the kernel lacks a resource for a moment", "try again");
        table.add(call, Errno.EPERM, "the advice needs CAP_SYS_ADMIN", "leave the advice out");
        table.add(call, Errno.ENOSYS, "this kernel has no madvise, or a seccomp filter hides it",
                "leave the advice out");
    }
}
