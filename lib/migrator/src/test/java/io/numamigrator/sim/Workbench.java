package io.numamigrator.sim;

import io.numamigrator.MemoryRange;
import io.numamigrator.NodeSet;
import io.numamigrator.NumaMigrator;
import io.numamigrator.kernel.Kernel;
import io.numamigrator.sim.Credentials.Ids;
import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** One simulated process, with all that the contract's tests do to it; ranges of real memory are adopted first. */
public final class Workbench {

    private static final int NO_PAGE = -1;

    private final SimulatedMachine machine;
    private final SimulatedProcess process;
    private @Nullable Cpuset cpuset;

    private Workbench(SimulatedMachine machine, SimulatedProcess process) {
        this.machine = machine;
        this.process = process;
    }

    public static Workbench on(SimulatedMachine machine) {
        return new Workbench(machine, machine.process());
    }

    private MemoryWords words() {
        return new MemoryWords(process.core());
    }

    @SuppressWarnings("exports")
    public Kernel kernel() {
        return process.kernel(process.core().mainTask());
    }

    public NumaMigrator numa() {
        return process.migrator();
    }

    public NodeSet nodes() {
        return machine.core().nodesWithMemory();
    }

    public NodeSet memoryless() {
        return machine.core().online().minus(machine.core().nodesWithMemory());
    }

    public String release() {
        return machine.core().kernel().toString();
    }

    private int pageSize() {
        return machine.core().geometry().pageSize();
    }

    public long hugePageSize() {
        return machine.core().geometry().hugeSize();
    }

    public int nodeIds() {
        return machine.core().spec().maxNodes();
    }

    public int pid() {
        return process.pid();
    }

    public void adopt(MemoryRange range, boolean huge) {
        words().adopt(range, huge ? Vma.HugeAdvice.HUGE : Vma.HugeAdvice.NONE);
    }

    public void adoptFile(MemoryRange range, SharedFile file) {
        words().adopt(range, new Backing.OfFile(file.file), true, file.file.path);
    }

    public void adoptHugetlb(MemoryRange range) {
        SimulatedFile file = new SimulatedFile("/anon_hugepage (deleted)", FileSystem.SHMEM);
        words().adopt(range, new Backing.Hugetlb(file), false, file.path);
    }

    /** A file in memory. */
    public static final class SharedFile {
        private final SimulatedFile file;

        public SharedFile() {
            this("/memfd:test (deleted)", FileSystem.SHMEM);
        }

        private SharedFile(String path, FileSystem fileSystem) {
            file = new SimulatedFile(path, fileSystem);
        }

        public static SharedFile onDisk() {
            return new SharedFile("/data/table", FileSystem.DISK);
        }
    }

    public MemoryRange mapFile(SharedFile file, int pages) {
        return words().mapFile(file.file, 0, (long) pages * pageSize(), true);
    }

    /** Map one shared page of the pools at two places. */
    public MemoryRange[] mapHugetlbTwice() {
        Backing pages = new Backing.Hugetlb(new SimulatedFile("/memfd:huge (deleted)", FileSystem.SHMEM));
        return new MemoryRange[] {words().mapBacking(pages, 0, 2L << 20, true, "/memfd:huge (deleted)"),
            words().mapBacking(pages, 0, 2L << 20, true, "/memfd:huge (deleted)")};
    }

    public MemoryRange mapDevice(int pages) {
        return words().mapBacking(new Backing.Device("/dev/mem"), 0, (long) pages * pageSize(), true, "/dev/mem");
    }

    public MemoryRange map(int pages) {
        return process.map((long) pages * pageSize());
    }

    public void write(MemoryRange range) {
        process.touch(range);
    }

    public void read(MemoryRange range) {
        process.read(range);
    }

    public void place(MemoryRange range, int node) {
        process.place(range, node);
    }

    /** Let pages hold nothing but zeroes. */
    public void clear(MemoryRange range) {
        process.touch(range);
        machine.core().exclusively(() -> {
            for (long page : pages(range)) {
                Folio folio = new Promotion(process.core().requireSpace()).folioAt(page);
                folio.written = new BitSet();
            }
        });
    }

    public void discard(MemoryRange range) {
        process.discard(range);
    }

    public void unmap(MemoryRange range) {
        process.unmap(range);
    }

    public AutoCloseable pin(MemoryRange range) {
        return process.pin(range);
    }

    public void lock(MemoryRange range) {
        process.lock(range);
    }

    public void protect(MemoryRange range, boolean open) {
        words().protect(range, open ? Vma.READ_WRITE : 0);
    }

    public void merge(MemoryRange range) {
        process.merge(range);
    }

    public void swapOut(MemoryRange range) {
        process.swapOut(range);
    }

    public void hugetlbPages(int node, long count) {
        machine.hugetlbPages(node, Math.max(count, machine.core().node(node).hugetlb.total()));
    }

    /** Take memory of a node until so much is left, and return what gives it back. */
    public Runnable fill(int node, long bytesLeft) {
        long before = machine.freeBytes(node);
        machine.fill(node, bytesLeft);
        long taken = (before - machine.freeBytes(node)) / pageSize();
        return () -> machine.core().node(node).give(taken);
    }

    public void weigh(int node, int weight) {
        machine.core().setWeight(node, weight);
    }

    public void runOn(int node) {
        for (int cpu = 0; cpu < machine.core().cpuCount(); cpu++) {
            if (machine.core().nodeOfCpu(cpu) == node) {
                process.runOn(cpu);
                return;
            }
        }
    }

    public int[] places(long... addresses) {
        AddressSpace space = process.core().requireSpace();
        return Arrays.stream(addresses).mapToInt(address -> place(space, space.geometry.page(address))).toArray();
    }

    private static int place(AddressSpace space, long page) {
        int entry = space.table.entry(page);
        return Entry.isOwn(entry)
                ? Entry.node(entry)
                : Entry.kind(entry) == Entry.RARE
                        ? space.folio(page).node
                        : NO_PAGE;
    }

    private long[] pages(MemoryRange range) {
        return LongStream.range(range.start() / pageSize(), (range.end() - 1) / pageSize() + 1).toArray();
    }

    public Workbench spawn() {
        return new Workbench(machine, machine.spawn());
    }

    public Workbench fork() {
        return new Workbench(machine, process.fork());
    }

    /** As setresuid(2): who gives up user 0 altogether, or as effective user, loses the capabilities. */
    public void become(int real, int effective, int saved) {
        Credentials before = process.core().credentials();
        boolean keeps = effective == 0;
        long capabilities = keeps ? before.capabilities() : 0;
        process.core().setCredentials(new Credentials(new Ids(real, effective, saved), Ids.all(1000), capabilities));
    }

    public void becomeUserWith(int... bits) {
        long set = Arrays.stream(bits).mapToLong(bit -> 1L << bit).sum();
        process.core().setCredentials(
                Credentials.user(1000).withCapabilities(set & Credentials.ROOT.capabilities()));
    }

    public void giveUpCapabilities() {
        process.capabilities();
    }

    /** Do something without any capability. */
    public <T> T withoutCapabilities(Callable<T> work) throws Exception {
        Credentials before = process.core().credentials();
        process.capabilities();
        try {
            return work.call();
        } finally {
            process.core().setCredentials(before);
        }
    }

    public void setDumpable(boolean on) {
        process.dumpable(on);
    }

    public void confine(NodeSet nodes) {
        CpusetControl control = new CpusetControl(process.core().mainTask());
        Cpuset own = cpuset;
        if (own == null) {
            own = new Cpuset("/" + pid(), Cpuset.Version.V2, machine.processes().rootCpuset(), nodes);
            cpuset = own;
            control.attach(process.core(), own);
        } else {
            control.setMems(own, nodes);
        }
    }

    public boolean isAlive() {
        return process.core().space() != null;
    }

    public void exit() {
        process.exit();
    }

    public void reap() {
        process.reap();
    }
}
