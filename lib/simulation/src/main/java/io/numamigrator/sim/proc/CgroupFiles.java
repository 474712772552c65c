package io.numamigrator.sim.proc;

import io.numamigrator.NodeSet;
import io.numamigrator.sim.machine.Machine;
import io.numamigrator.sim.task.Cpuset;
import io.numamigrator.sim.task.ProcessTable;
import io.numamigrator.sim.task.Task;
import io.numamigrator.sim.version.KernelSwitch;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The cpusets that tasks of a machine are in, as files: cgroup v2 from Linux 5.0 on; v1 before, and where one was made so.
 */
final class CgroupFiles {

    private static final String MOUNT = "/sys/fs/cgroup";
    private static final String V1 = "cpuset";

    private final ProcessTable processes;
    private final Machine machine;

    CgroupFiles(ProcessTable processes) {
        this.processes = processes;
        this.machine = processes.machine();
    }

    /** Return what /proc/PID/cgroup says of a task in this cpuset. */
    String groups(Cpuset cpuset) {
        return isV1(cpuset) ? "1:cpuset:" + cpuset.name + "\n" : "0::" + cpuset.name + "\n";
    }

    /** Return the line of mountinfo that leads a task in this cpuset to its files. */
    String mount(Cpuset cpuset) {
        return isV1(cpuset)
                ? "31 25 0:28 / " + MOUNT + "/" + V1 + " rw,relatime - cgroup cgroup rw,cpuset\n"
                : "31 25 0:28 / " + MOUNT + " rw,relatime - cgroup2 cgroup2 rw\n";
    }

    private boolean isV1(Cpuset cpuset) {
        return cpuset.version == Cpuset.Version.V1 || !machine.kernel().has(KernelSwitch.CPUSET_IN_V2);
    }

    PseudoDirectory root() {
        Map<String, Cpuset> first = new TreeMap<>();
        Map<String, Cpuset> second = new TreeMap<>();
        for (Task task : processes.all()) {
            for (Cpuset at = task.cpuset(); at != null; at = at.parent) {
                (isV1(at) ? first : second).put(at.name, at);
            }
        }
        PseudoDirectory root = second.isEmpty() ? new PseudoDirectory() : tree(second);
        return root.directory(!first.isEmpty(), V1, () -> tree(first));
    }

    private PseudoDirectory tree(Map<String, Cpuset> byName) {
        Map<String, PseudoDirectory> made = new HashMap<>();
        PseudoDirectory root = files(new PseudoDirectory(), processes.rootCpuset());
        made.put("", root);
        byName.forEach((name, cpuset) -> {
            if (cpuset.parent != null) {
                int slash = name.lastIndexOf('/');
                PseudoDirectory own = files(new PseudoDirectory(), cpuset);
                made.put(name, own);
                made.getOrDefault(name.substring(0, slash), root).directory(name.substring(slash + 1), () -> own);
            }
        });
        return root;
    }

    private PseudoDirectory files(PseudoDirectory files, Cpuset cpuset) {
        NodeSet memory = machine.nodesWithMemory();
        if (isV1(cpuset)) {
            return files
                    .file("cpuset.mems", () -> cpuset.mems() + "\n")
                    .file("cpuset.effective_mems", () -> cpuset.effective(memory) + "\n")
                    .file("cpuset.memory_migrate", () -> (cpuset.memoryMigrate() ? 1 : 0) + "\n");
        }
        return files
                .file(cpuset.parent != null, "cpuset.mems", () -> cpuset.mems() + "\n")
                .file("cpuset.mems.effective", () -> cpuset.effective(memory) + "\n");
    }
}
