package io.numamigrator;

import io.numamigrator.kernel.Kernel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A process of the small program src/test/native/peer.c, or a child that it forked. */
final class Peer implements LabProcess {

    private static final int PAGE = RealMachine.PAGE;
    private static final int SIGKILL = 9;
    private static final int PR_SET_DUMPABLE = 4;
    private static final int PR_SET_KEEPCAPS = 8;
    private static final int MADV_NOHUGEPAGE = 15;

    private final Process root;
    private final BufferedReader answers;
    private final Writer orders;
    private final String prefix;
    private final @Nullable Peer parent;
    private final long scratch;
    private final int pid;
    private final PeerMemory memory;
    private final Kernel kernel;
    private final CgroupCpuset cpuset;
    private boolean killed;
    private boolean reaped;

    private Peer(Process root, BufferedReader answers, Writer orders, @Nullable Peer parent, long scratch, int pid) {
        this.root = root;
        this.answers = answers;
        this.orders = orders;
        this.parent = parent;
        this.prefix = parent == null ? "" : parent.prefix + "child ";
        this.scratch = scratch;
        this.pid = pid;
        this.memory = new PeerMemory(pid, scratch);
        this.kernel = new PeerKernel(this, memory);
        this.cpuset = new CgroupCpuset(pid);
    }

    static Peer start() {
        try {
            Process process = new ProcessBuilder(System.getProperty("peer"))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader answers = process.inputReader();
            long scratch = Long.parseLong(String.valueOf(answers.readLine()));
            return new Peer(process, answers, process.outputWriter(), null, scratch, Math.toIntExact(process.pid()));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private long tell(String order) {
        try {
            orders.write(prefix + order + "\n");
            orders.flush();
            return Long.parseLong(String.valueOf(answers.readLine()));
        } catch (IOException gone) {
            throw new UncheckedIOException("process " + pid + " does not answer", gone);
        }
    }

    /** Have it make a system call and return what that returned, or a negative errno. */
    long ask(int number, long... arguments) {
        return tell("call " + number + Arrays.stream(arguments)
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(" ", " ", "")));
    }

    private long call(int number, long... arguments) {
        return LinuxCalls.succeeded(number, ask(number, arguments));
    }

    @Override
    public int pid() {
        return pid;
    }

    @Override
    public Kernel kernel() {
        return kernel;
    }

    @Override
    public MemoryRange on(int node, int pages) {
        MemoryRange range = untouched(pages);
        PolicyCall.boundTo(node, kernel, () -> write(range));
        return range;
    }

    @Override
    public MemoryRange untouched(int pages) {
        MemoryRange range = map((long) pages * PAGE, Mapping.PRIVATE | Mapping.ANONYMOUS, -1);
        // Answers EINVAL on a kernel without huge pages, which is as good.
        ask(LinuxCalls.MADVISE, range.start(), range.bytes(), MADV_NOHUGEPAGE);
        return range;
    }

    private MemoryRange map(long bytes, int flags, int descriptor) {
        return new MemoryRange(call(LinuxCalls.MMAP, 0, bytes, Mapping.READ_WRITE, flags, descriptor, 0), bytes);
    }

    @Override
    public MemoryRange sharing(MemoryRange memoryOfTheTest, int descriptor) {
        String path = "/proc/" + ProcessHandle.current().pid() + "/fd/" + descriptor;
        try (Arena arena = Arena.ofConfined()) {
            memory.clear();
            int readWrite = 2;
            long file = call(LinuxCalls.OPENAT, -100, memory.put(arena.allocateFrom(path)), readWrite);
            MemoryRange range = map(memoryOfTheTest.bytes(), Mapping.SHARED, Math.toIntExact(file));
            read(range);
            return range;
        }
    }

    @Override
    public void write(MemoryRange range) {
        tell("write " + range.start() + " " + range.bytes() / PAGE);
    }

    @Override
    public void read(MemoryRange range) {
        tell("read " + range.start() + " " + range.bytes() / PAGE);
    }

    @Override
    public void pin(MemoryRange range) {
        try (Arena arena = Arena.ofConfined()) {
            memory.clear();
            MemorySegment ends = arena.allocate(ValueLayout.JAVA_INT, 2);
            long at = memory.put(ends);
            call(LinuxCalls.PIPE2, at, 0);
            memory.get(at, ends);
            int writing = ends.getAtIndex(ValueLayout.JAVA_INT, 1);
            long vector = memory.put(arena.allocateFrom(ValueLayout.JAVA_LONG, range.start(), range.bytes()));
            if (call(LinuxCalls.VMSPLICE, writing, vector, 1, 0) != range.bytes()) {
                throw new IllegalStateException("a pipe holds 16 pages");
            }
        }
    }

    @Override
    public Peer fork() {
        int child = Math.toIntExact(LinuxCalls.succeeded(0, tell("fork")));
        return new Peer(root, answers, orders, this, scratch, child);
    }

    @Override
    public void become(int real, int effective, int saved) {
        call(LinuxCalls.SETRESGID, 1000, 1000, 1000);
        call(LinuxCalls.SETRESUID, real, effective, saved);
    }

    @Override
    public void setDumpable(boolean dumpable) {
        call(LinuxCalls.PRCTL, PR_SET_DUMPABLE, dumpable ? 1 : 0);
    }

    @Override
    public void becomeUserWith(int... capabilities) {
        call(LinuxCalls.PRCTL, PR_SET_KEEPCAPS, 1);
        become(1000, 1000, 1000);
        int kept = Arrays.stream(capabilities).map(capability -> 1 << capability).reduce(0, (x, y) -> x | y);
        try (Arena arena = Arena.ofConfined()) {
            memory.clear();
            int version3 = 0x20080522;
            long header = memory.put(arena.allocateFrom(ValueLayout.JAVA_INT, version3, 0));
            long data = memory.put(arena.allocateFrom(ValueLayout.JAVA_INT, kept, kept, 0, 0, 0, 0));
            call(LinuxCalls.CAPSET, header, data);
        }
    }

    @Override
    public void confine(NodeSet nodes) {
        cpuset.confine(nodes);
    }

    @Override
    public void kill() {
        LinuxCalls.call(LinuxCalls.KILL, pid, SIGKILL);
        killed = true;
    }

    @Override
    public void reap() {
        if (parent == null) {
            root.onExit().join();
        } else {
            parent.call(LinuxCalls.WAIT4, pid, 0, 0, 0);
        }
        reaped = true;
    }

    @Override
    public int[] places(long... addresses) {
        try (PageMap map = new PageMap(String.valueOf(pid))) {
            return map.nodes(addresses);
        }
    }

    @Override
    public void close() {
        memory.close();
        if (!killed) {
            kill();
        }
        if (!reaped) {
            reap();
        }
        cpuset.close();
    }
}
