package io.numamigrator.proc;

import io.numamigrator.NodeSet;
import io.numamigrator.kernel.KernelFiles;
import io.numamigrator.kernel.ListText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What /proc/PID/status says of a process (proc_pid_status(5)). */
public final class ProcessStatus {

    private final String path;
    private final Map<String, String> fields;

    private ProcessStatus(String path, Map<String, String> fields) {
        this.path = path;
        this.fields = fields;
    }

    /** Read the status of a process; empty if /proc does not show it. */
    public static Optional<ProcessStatus> of(KernelFiles files, int pid) {
        return read(files, "/proc/" + pid + "/status");
    }

    /**
     * Read the status of the calling thread.
     *
     * <p>Seccomp filters and allowed nodes belong to threads; /proc/self is the first thread of the process, which is
     * not the one that runs Java's main. /proc/thread-self is there from Linux 3.17 on.
     */
    public static Optional<ProcessStatus> ofCaller(KernelFiles files) {
        return read(files, "/proc/thread-self/status").or(() -> read(files, "/proc/self/status"));
    }

    private static Optional<ProcessStatus> read(KernelFiles files, String path) {
        return Reading.of(files, path).word().map(text -> new ProcessStatus(path, fields(text)));
    }

    private static Map<String, String> fields(String text) {
        Map<String, String> fields = new HashMap<>();
        text.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        });
        return fields;
    }

    private Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    public String name() {
        return field("Name").orElse("?");
    }

    public boolean isZombie() {
        return field("State").filter(state -> state.startsWith("Z") || state.startsWith("X")).isPresent();
    }

    /** Return whether this is a thread of the kernel: said by newer kernels, else known by its lack of memory. */
    public boolean isKernelThread() {
        return field("Kthread").map("1"::equals)
                .orElse(!isZombie() && field("VmSize").isEmpty() && field("State").isPresent());
    }

    /** Return the real, effective, saved and filesystem user id. */
    public List<Integer> uids() {
        return ids("Uid");
    }

    /** Return the real, effective, saved and filesystem group id. */
    public List<Integer> gids() {
        return ids("Gid");
    }

    private List<Integer> ids(String name) {
        return field(name).stream().flatMap(ids -> Stream.of(ids.split("\\s+"))).filter(ProcessStatus::isNumber)
                .map(Integer::parseUnsignedInt).toList();
    }

    public boolean has(Capability capability) {
        return field("CapEff").filter(bits -> bits.matches("[0-9a-f]{1,16}"))
                .filter(bits -> capability.in(Long.parseUnsignedLong(bits, 16))).isPresent();
    }

    /** Return the seccomp mode: 0 none, 1 strict, 2 filter. */
    OptionalInt seccomp() {
        return number("Seccomp");
    }

    public boolean isFiltered() {
        return seccomp().orElse(0) == 2;
    }

    /** Return the nodes that the cpuset allows: from the list, or, before Linux 2.6.26, from the mask. */
    public Optional<NodeSet> allowedNodes() {
        return field("Mems_allowed_list").flatMap(list -> PseudoFiles.valid(list, NodeSet::parse))
                .filter(nodes -> !nodes.isEmpty())
                .or(() -> field("Mems_allowed")
                        .flatMap(mask -> PseudoFiles.valid(mask, set -> NodeSet.parse(ListText.ofMask(set, "node")))));
    }

    private OptionalInt number(String name) {
        return field(name).filter(ProcessStatus::isNumber).map(Integer::parseUnsignedInt).map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }

    private static boolean isNumber(String text) {
        return text.matches("[0-9]{1,10}") && Long.parseLong(text) <= 0xFFFF_FFFFL;
    }

    /** Return some fields as they stand there, in one line. */
    public String evidence(String... names) {
        return Stream.of(names).map(name -> name + ": " + field(name).orElse("(absent)").replaceAll("\\s+", " "))
                .collect(Collectors.joining(", ", path + ": ", ""));
    }
}
