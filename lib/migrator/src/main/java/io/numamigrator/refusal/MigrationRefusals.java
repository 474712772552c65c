package io.numamigrator.refusal;

import io.numamigrator.Errno;

/** The errnos of move_pages(2) and migrate_pages(2). */
final class MigrationRefusals {

    private static final String PERMIT = "run as the user of that process, or grant CAP_SYS_PTRACE (before Linux 4.13"
            + " CAP_SYS_NICE)";
    private static final String NUMA_KERNEL =
            "boot a kernel with CONFIG_NUMA and CONFIG_MIGRATION (from Linux 7.2 on also CONFIG_NUMA_MIGRATION), or let the call through"
                    + " the seccomp filter";

    private MigrationRefusals() {}

    static void fill(RefusalTable table) {
        movePages(table);
        migratePages(table);
    }

    private static void movePages(RefusalTable table) {
        String call = "move_pages";
        table.add(call, Errno.EPERM, "scope SHARED (MPOL_MF_MOVE_ALL) needs CAP_SYS_NICE, and a process of another user"
                + " CAP_SYS_PTRACE", "grant the capability, or move with scope EXCLUSIVE a process of the same user");
        table.add(call, Errno.ESRCH, "there is no such process in this pid namespace",
                "name a process that runs, by the pid"
                        + " it has in this container");
        table.add(call, Errno.EINVAL, "the process has no memory (a kernel thread, or a zombie), or a flag is unknown",
                "name a process with memory; flags are MPOL_MF_MOVE and MPOL_MF_MOVE_ALL");
        table.add(call, Errno.ENODEV, "the target node does not exist or has no memory",
                "move to one of the nodes in /sys/devices/system/node/has_memory");
        table.add(call, Errno.EACCES,
                "the target node is outside the cpuset of the process whose pages should move, or a"
                        + " security module forbids moving them",
                "allow the node in its cpuset (cpuset.mems), or move to a node of Mems_allowed_list");
        table.add(call, Errno.ENOMEM,
                "the target node has no free memory, or the cpuset of this process keeps it from taking"
                        + " memory there",
                "free memory on the target, move less, or widen the cpuset of this process");
        table.add(call, Errno.EFAULT,
                "the arrays of addresses, nodes or statuses cannot be read or written; pages before the"
                        + " fault may have moved",
                "pass native memory of count entries");
        table.add(call, Errno.ENOSYS, "this kernel has no page migration, or a seccomp filter hides it", NUMA_KERNEL);
        table.add(call, Errno.E2BIG, "too many pages in one call for a kernel before 2.6.29",
                "move fewer pages at a time");
        table.add(call, Errno.ENOENT, "no page had to be moved; kernels before 2.6.28 call that an error",
                "nothing: every page that exists is where it should be");
    }

    private static void migratePages(RefusalTable table) {
        String call = "migrate_pages";
        table.add(call, Errno.EPERM,
                "the process belongs to another user, or a target node is outside its cpuset (a node"
                        + " without memory always is) and CAP_SYS_NICE is missing",
                PERMIT + ", and name targets of its Mems_allowed_list");
        table.add(call, Errno.ESRCH, "there is no such process in this pid namespace",
                "name a process that runs, by the pid"
                        + " it has in this container");
        table.add(call, Errno.EINVAL,
                "no target node has memory and is allowed to this process, or the process has no memory"
                        + " (a kernel thread, or a zombie), or a mask names impossible nodes",
                "name targets of /sys/devices/system/node/has_memory that Mems_allowed_list holds");
        table.add(call, Errno.ENOMEM, "a target node is full; some pages have moved",
                "free memory on the targets, then migrate"
                        + " again: what has moved stays");
        table.add(call, Errno.EFAULT, "a node mask cannot be read", "pass native memory of maxnode - 1 bits");
        table.add(call, Errno.ENOSYS, "this kernel has no page migration, or a seccomp filter hides it", NUMA_KERNEL);
    }
}
