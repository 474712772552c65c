package io.numamigrator.refusal;

import io.numamigrator.Errno;

/** The errnos of mbind(2), get_mempolicy(2), set_mempolicy(2) and set_mempolicy_home_node(2). */
final class PolicyRefusals {

    private static final String CONTRADICTION =
            "the mode is unknown to this kernel, its flags contradict each other, or none of"
                    + " the nodes has memory and is allowed (DEFAULT and LOCAL take no nodes, the others need one)";
    private static final String NAME_NODES =
            "name nodes of /sys/devices/system/node/has_memory that Mems_allowed_list holds";
    private static final String NUMA_KERNEL =
            "boot a kernel with CONFIG_NUMA, or let the call through the seccomp filter";
    private static final String NO_NUMA = "this kernel has no memory policies, or a seccomp filter hides them";
    private static final String FILTER = "a seccomp filter stands before the call; the kernel asks for no right here";
    private static final String OPEN_FILTER =
            "let the call through the seccomp filter (Docker's default wants CAP_SYS_NICE)";

    private PolicyRefusals() {}

    static void fill(RefusalTable table) {
        mbind(table);
        getMempolicy(table);
        setMempolicy(table);
        homeNode(table);
    }

    private static void mbind(RefusalTable table) {
        String call = "mbind";
        table.add(call, Errno.EINVAL,
                "the range does not start on a page boundary or wraps around, or " + CONTRADICTION,
                "align the start to a page, and " + NAME_NODES);
        table.add(call, Errno.EFAULT, "part of the range is not mapped, or the node mask cannot be read",
                "pass a range that is mapped without holes");
        table.add(call, Errno.EPERM, "MOVE_ALL needs CAP_SYS_NICE", "grant CAP_SYS_NICE, or use MOVE");
        table.add(call, Errno.EIO,
                "STRICT was given and a page is outside the policy's nodes; with MOVE the policy holds now and"
                        + " the page could not follow",
                "locate the range to see which pages, or leave STRICT out");
        table.add(call, Errno.ENOMEM, "the kernel has no memory for the policy, or the process has too many mappings",
                "raise vm.max_map_count, or set policies on fewer ranges");
        table.add(call, Errno.ENODEV, "kernels 2.6.16 and 2.6.17 move pages through swap, and there is none",
                "add swap space, or boot a newer kernel");
        table.add(call, Errno.ENOSYS, NO_NUMA, NUMA_KERNEL);
    }

    private static void getMempolicy(RefusalTable table) {
        String call = "get_mempolicy";
        table.add(call, Errno.EINVAL,
                "the node mask is shorter than the kernel's possible nodes, or the flags contradict each"
                        + " other",
                "pass a mask for all possible nodes (/sys/devices/system/node/possible)");
        table.add(call, Errno.EFAULT, "nothing is mapped at this address, or mode or mask cannot be written",
                "pass an address of mapped memory");
        table.add(call, Errno.EPERM, FILTER, OPEN_FILTER);
        table.add(call, Errno.ENOSYS, NO_NUMA, NUMA_KERNEL);
    }

    private static void setMempolicy(RefusalTable table) {
        String call = "set_mempolicy";
        table.add(call, Errno.EINVAL, CONTRADICTION, NAME_NODES);
        table.add(call, Errno.EFAULT, "the node mask cannot be read", "pass native memory of maxnode - 1 bits");
        table.add(call, Errno.ENOMEM, "the kernel has no memory for the policy", "try again when memory is free");
        table.add(call, Errno.EPERM, FILTER, OPEN_FILTER);
        table.add(call, Errno.ENOSYS, NO_NUMA, NUMA_KERNEL);
    }

    private static void homeNode(RefusalTable table) {
        String call = "set_mempolicy_home_node";
        table.add(call, Errno.EINVAL,
                "the range does not start on a page boundary or wraps around, or the node is not online",
                "align the start to a page and name a node of /sys/devices/system/node/online");
        table.add(call, Errno.EOPNOTSUPP,
                "part of the range has a policy other than BIND and PREFERRED_MANY; parts before it"
                        + " have their home node",
                "set BIND or PREFERRED_MANY on the whole range first");
        table.add(call, Errno.ENOENT, "no part of the range has a policy of its own",
                "set BIND or PREFERRED_MANY first");
        table.add(call, Errno.ENOMEM, "the kernel has no memory to split the mapping", "raise vm.max_map_count");
        table.add(call, Errno.EPERM, FILTER, OPEN_FILTER);
        table.add(call, Errno.ENOSYS, "home nodes are there from Linux 5.17 on, or a seccomp filter hides the call",
                "leave the home node out, boot a newer kernel, or let the call through the seccomp filter");
    }
}
