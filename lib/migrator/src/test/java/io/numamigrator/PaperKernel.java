package io.numamigrator;

import io.numamigrator.access.PlacementCall;
import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import io.numamigrator.kernel.MoveFlags;
import io.numamigrator.kernel.PageScan;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A kernel on paper, for tests of the doctor: its /proc and /sys are what the test wrote, and it moves nothing.
 *
 * <p>It answers the harmless form of each call as Linux 6.12 does, unless the test dictates otherwise.
 */
final class PaperKernel implements Kernel {

    static final int PID = 4711;

    private final Map<String, String> files = new HashMap<>();
    private final Map<String, Errno> answers = new HashMap<>();
    private final Map<Integer, Errno> answersAboutProcess = new HashMap<>();
    private boolean moveAllAllowed = true;

    /** Start from a healthy machine: Linux 6.12, nodes 0 to 3 with memory, this process root with every capability. */
    PaperKernel() {
        file("/proc/sys/kernel/osrelease", "6.12.0-1-amd64\n");
        file("/proc/sys/kernel/numa_balancing", "0\n");
        file("/proc/self/numa_maps", "");
        file("/proc/self/cmdline", "java\0Main\0");
        file("/sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never\n");
        file("/sys/kernel/mm/transparent_hugepage/hpage_pmd_size", "2097152\n");
        node("online", "0-3").node("has_memory", "0-3");
        for (int i = 0; i < 4; i++) {
            node("node" + i + "/meminfo", "Node " + i + " MemTotal: 4096 kB\nNode " + i + " MemFree:    1024 kB\n");
        }
        caller("Uid:\t0\t0\t0\t0", "Gid:\t0\t0\t0\t0", "CapEff:\t000001ffffffffff", "Seccomp:\t0",
                "Mems_allowed_list:\t0-3");
    }

    PaperKernel file(String path, String text) {
        files.put(path, text);
        return this;
    }

    PaperKernel without(String path) {
        files.keySet().removeIf(file -> file.equals(path) || file.startsWith(path + "/"));
        return this;
    }

    PaperKernel node(String file, String text) {
        return file("/sys/devices/system/node/" + file, text + "\n");
    }

    PaperKernel release(String release) {
        return file("/proc/sys/kernel/osrelease", release + "\n");
    }

    /** Write the status of the thread that asks. */
    PaperKernel caller(String... lines) {
        return file("/proc/thread-self/status",
                "Name:\tmain\nTgid:\t1234\nState:\tR (running)\n" + String.join("\n", lines) + "\n");
    }

    /** Change or add one line of the status of the thread that asks. */
    PaperKernel caller(String field, String value) {
        String text = files.get("/proc/thread-self/status");
        String line = field + ":\t" + value + "\n";
        String changed = text == null ? line : text.replaceFirst("(?m)^" + field + ":.*\n", "") + line;
        return file("/proc/thread-self/status", changed);
    }

    /** Write the status of process {@link #PID}. */
    PaperKernel target(String... lines) {
        return file("/proc/" + PID + "/status",
                "Name:\tserver\nTgid:\t" + PID + "\nVmSize:\t100 kB\n" + String.join("\n", lines) + "\n");
    }

    PaperKernel answers(PlacementCall call, Errno errno) {
        answers.put(call.systemCall(), errno);
        return this;
    }

    PaperKernel answersAboutTarget(Errno errno) {
        answersAboutProcess.put(PID, errno);
        return this;
    }

    PaperKernel refusesMoveAll() {
        moveAllAllowed = false;
        return this;
    }

    private long answer(PlacementCall call, long otherwise) {
        return Optional.ofNullable(answers.get(call.systemCall())).map(errno -> (long) -errno.number())
                .orElse(otherwise);
    }

    private static long einval() {
        return -Errno.EINVAL.number();
    }

    @Override
    public long movePages(
            CallFrame frame,
            int pid,
            long count,
            MemorySegment pages,
            MemorySegment nodes,
            MemorySegment status,
            int flags) {
        boolean all = (flags & MoveFlags.MOVE_ALL) != 0;
        Errno about = answersAboutProcess.get(pid);
        long refusal = all && !moveAllAllowed ? -Errno.EPERM.number() : about == null ? 0 : -about.number();
        return answer(PlacementCall.MOVE_PAGES, refusal);
    }

    @Override
    public long migratePages(CallFrame frame, int pid, long maxNode, MemorySegment fromMask, MemorySegment toMask) {
        return answer(PlacementCall.MIGRATE_PAGES, einval());
    }

    @Override
    public long mbind(
            CallFrame frame, long address, long length, int mode, MemorySegment nodeMask, long maxNode, int flags) {
        return answer(PlacementCall.MBIND, 0);
    }

    @Override
    public long getMempolicy(
            CallFrame frame, MemorySegment mode, MemorySegment nodeMask, long maxNode, long address, int flags) {
        return answer(PlacementCall.GET_MEMPOLICY, 0);
    }

    @Override
    public long setMempolicy(CallFrame frame, int mode, MemorySegment nodeMask, long maxNode) {
        return answer(PlacementCall.SET_MEMPOLICY, einval());
    }

    @Override
    public long setMempolicyHomeNode(CallFrame frame, long address, long length, long node, long flags) {
        return answer(PlacementCall.SET_MEMPOLICY_HOME_NODE, einval());
    }

    @Override
    public long mmap(CallFrame frame, long length) {
        return -Errno.ENOMEM.number();
    }

    @Override
    public long munmap(CallFrame frame, long address, long length) {
        return einval();
    }

    @Override
    public long madvise(CallFrame frame, long address, long length, int advice) {
        return einval();
    }

    @Override
    public long mincore(CallFrame frame, long address, long length, MemorySegment vector) {
        return einval();
    }

    @Override
    public long readPageMap(CallFrame frame, int pid, long firstPage, int count, MemorySegment entries) {
        return -Errno.ENOENT.number();
    }

    @Override
    public @Nullable PageScan openPageScan(CallFrame frame, int pid) {
        return null;
    }

    @Override
    public String read(String pseudoFile) throws IOException {
        String text = files.get(pseudoFile);
        if (text == null) {
            throw new NoSuchFileException(pseudoFile);
        }
        return text;
    }

    @Override
    public List<String> list(String pseudoDirectory) throws IOException {
        List<String> names = files.keySet().stream().filter(file -> file.startsWith(pseudoDirectory + "/"))
                .map(file -> file.substring(pseudoDirectory.length() + 1).split("/", 2)[0]).distinct().toList();
        if (names.isEmpty()) {
            throw new NoSuchFileException(pseudoDirectory);
        }
        return names;
    }

    @Override
    public int getpid() {
        return 1234;
    }

    @Override
    public int pageSize() {
        return 4096;
    }

    @Override
    public String description() {
        return "paper";
    }
}
