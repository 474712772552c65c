package io.numamigrator.sim.proc;

import io.numamigrator.sim.machine.BitmapText;
import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.machine.MemoryNode;
import io.numamigrator.sim.task.ProcessTable;
import io.numamigrator.sim.version.KernelSwitch;
import io.numamigrator.sim.version.KernelVersion;
import java.util.Locale;
import java.util.stream.Collectors;

/** /sys/devices/system/node/nodeN. What the machine does not count, like slabs, its meminfo leaves out. */
final class NodeFiles {

    private static final int KIB = 1024;

    private final ProcessTable processes;
    private final Machine machine;
    private final int id;
    private final MemoryNode node;

    NodeFiles(ProcessTable processes, int id) {
        this.processes = processes;
        this.machine = processes.machine();
        this.id = id;
        this.node = machine.node(id);
    }

    PseudoDirectory directory() {
        PseudoDirectory files = new PseudoDirectory()
                .links("cpu", node.cpus().stream())
                .file("cpulist", () -> BitmapText.list(node.cpus()) + "\n")
                .file("cpumap", () -> BitmapText.of(node.cpus(), machine.cpuCount()) + "\n")
                .file("distance", this::distances)
                .file("meminfo", () -> machine.exclusively(this::meminfo))
                .file("numastat", this::numastat)
                .directory("hugepages", () -> new PseudoDirectory()
                        .directory("hugepages-" + machine.geometry().hugeSize() / KIB + "kB", this::hugetlb));
        return new AccessClasses(machine, id).into(files);
    }

    private String distances() {
        return machine.online().stream()
                .mapToObj(to -> (to == 0 ? "" : " ") + machine.spec().distance(id, to))
                .collect(Collectors.joining("", "", "\n"));
    }

    private String meminfo() {
        long total = node.totalPages();
        long free = node.freePages();
        return kilobytes("MemTotal", total) + kilobytes("MemFree", free) + kilobytes("MemUsed", total - free) + usage()
                + count("Total", node.hugetlb.total()) + count("Free", node.hugetlb.free()) + count("Surp", 0);
    }

    private String usage() {
        KernelVersion kernel = machine.kernel();
        if (!kernel.has(KernelSwitch.NODE_USAGE_IN_MEMINFO)) {
            return "";
        }
        NodeUsage usage = new NodeUsage(processes);
        return kilobytes("FilePages", usage.ofFiles(id)) + kilobytes("Mapped", usage.mapped(id))
                + kilobytes("AnonPages", usage.anonymous(id))
                + (kernel.has(KernelSwitch.SHMEM_IN_MEMINFO) ? kilobytes("Shmem", usage.shmem(id)) : "")
                + (kernel.has(KernelSwitch.THP) ? kilobytes("AnonHugePages", usage.anonymousHuge(id)) : "");
    }

    private String kilobytes(String key, long pages) {
        return String.format(Locale.ROOT, "Node %d %-15s %8d kB\n", id, key + ":",
                pages * (machine.geometry().pageSize() / KIB));
    }

    private String count(String key, long pages) {
        return String.format(Locale.ROOT, "Node %d HugePages_%-6s %5d\n", id, key + ":", pages);
    }

    private String numastat() {
        return "numa_hit " + node.hits + "\nnuma_miss " + node.misses + "\nnuma_foreign " + node.foreign
                + "\ninterleave_hit " + node.interleaveHits + "\nlocal_node " + node.local + "\nother_node "
                + node.other + "\n";
    }

    private PseudoDirectory hugetlb() {
        return new PseudoDirectory()
                .file("free_hugepages", () -> node.hugetlb.free() + "\n")
                .file("nr_hugepages", () -> node.hugetlb.total() + "\n")
                .file("surplus_hugepages", () -> "0\n");
    }
}
