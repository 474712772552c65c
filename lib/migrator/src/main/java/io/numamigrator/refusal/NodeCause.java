package io.numamigrator.refusal;

import io.numamigrator.Errno;
import io.numamigrator.NodeSet;
import io.numamigrator.access.CpusetFile;
import io.numamigrator.access.ExaminedProcess;
import io.numamigrator.access.Refusal;
import io.numamigrator.access.Remedies;
import io.numamigrator.kernel.Kernel;
import io.numamigrator.proc.NodeLists;
import io.numamigrator.proc.ProcessStatus;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what is wrong with one target node of move_pages(2), from what /sys and /proc show of it. */
final class NodeCause {

    private static final Pattern FREE = Pattern.compile("MemFree:\\s+(\\d+) kB");

    private final ExaminedProcess patient;
    private final int node;
    private final NodeLists nodes;

    NodeCause(Kernel kernel, int pid, int node) {
        this.patient = ExaminedProcess.toAsk(kernel, pid);
        this.node = node;
        this.nodes = NodeLists.of(kernel);
    }

    Optional<Refusal> of(Errno errno) {
        return switch (errno) {
            case ENODEV -> Optional.of(nodes.withMemory().map(this::noDevice).orElseGet(this::noDeviceUnseen));
            case EACCES -> Optional.of(patient.target().flatMap(ProcessStatus::allowedNodes)
                    .filter(allowed -> !allowed.contains(node)).map(this::forbidden)
                    .orElseGet(this::forbiddenOtherwise));
            case ENOMEM -> Optional.of(full());
            default -> Optional.empty();
        };
    }

    private Refusal noDevice(NodeSet withMemory) {
        String what = nodes.withoutMemory().contains(node)
                ? "node " + node + " is online and has no memory"
                : withMemory.contains(node)
                        ? "node " + node + " has memory now, but had none when the kernel looked"
                        : "there is no node " + node;
        return new Refusal(what, "move to one of the nodes with memory: " + withMemory);
    }

    /** Nothing is to be seen of the machine's nodes, as in a container without /sys. */
    private Refusal noDeviceUnseen() {
        return new Refusal(
                "node " + node + " does not exist or has no memory",
                "move to one of the nodes in " + NodeLists.DIRECTORY + "/has_memory");
    }

    private Refusal forbidden(NodeSet allowed) {
        String whose = patient.isSelf() ? "this process" : "process " + patient.pid();
        String file = CpusetFile.of(patient).map(CpusetFile::path).orElse("cpuset.mems");
        return new Refusal(
                "the cpuset of " + whose + " allows nodes " + allowed + " only, and node " + node
                        + " is not among them",
                "echo " + allowed.plus(NodeSet.of(node)) + " > " + file + " (Docker, Podman: --cpuset-mems=; systemd:"
                        + " AllowedMemoryNodes=), or move to one of " + allowed);
    }

    /** The cpuset allows the node, or cannot be seen. */
    private Refusal forbiddenOtherwise() {
        return patient.target().flatMap(ProcessStatus::allowedNodes).isPresent()
                ? new Refusal(
                        "the cpuset allows node " + node + ", so a security module (SELinux) forbids moving the pages",
                        Remedies.ALLOW_IN_MODULE)
                : new Refusal("node " + node + " is outside the cpuset of the process whose pages should move",
                        "allow the node in its cpuset (cpuset.mems), or move to another node");
    }

    private Refusal full() {
        Optional<NodeSet> own = patient.caller().flatMap(ProcessStatus::allowedNodes);
        if (own.isPresent() && !own.get().contains(node)) {
            return new Refusal(
                    "the cpuset of this process allows nodes " + own.get() + " only, and new pages are taken under it",
                    "widen the cpuset of this process to node " + node);
        }
        Matcher free = FREE.matcher(patient.read(NodeLists.DIRECTORY + "/node" + node + "/meminfo").word().orElse(""));
        return new Refusal("node " + node + " is full" + (free.find() ? ": " + free.group(1) + " kB are free" : ""),
                "free memory on node " + node + ", or move less");
    }
}
