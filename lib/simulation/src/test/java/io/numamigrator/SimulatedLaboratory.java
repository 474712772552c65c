package io.numamigrator;

import io.numamigrator.bindings.NativeCall;
import io.numamigrator.kernel.Kernel;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.fixture.Workbench;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/** A simulated machine, told of real memory: Java allocates it, the machine adopts its addresses. */
final class SimulatedLaboratory implements Laboratory {

    private final Workbench bench;
    private final Map<Integer, Workbench.SharedFile> files = new HashMap<>();

    SimulatedLaboratory(SimulatedMachine machine) {
        bench = Workbench.on(machine);
    }

    /** Return four nodes with memory among others: 2 has a CPU and no memory, 3 is offline. */
    static SimulatedMachine severalNodes(String kernel) {
        return severalNodes(kernel, 4096, 1024);
    }

    /** Return the same nodes with base pages of so many bytes, and a kernel that was compiled for so many node ids. */
    static SimulatedMachine severalNodes(String kernel, int pageSize, int nodeIds) {
        return SimulatedMachine.builder()
                .pageSize(pageSize)
                .maxNodes(nodeIds)
                .node(0, 1L << 30)
                .node(1, 1L << 30)
                .memoryless(2)
                .offline(3)
                .memoryOnly(4, 1L << 30)
                .node(5, 1L << 30)
                .swap(1L << 30)
                .kernel(kernel)
                .build();
    }

    @Override
    public NumaMigrator numa() {
        return bench.numa();
    }

    @Override
    public Kernel kernel() {
        return bench.kernel();
    }

    @Override
    public long hugePageSize() {
        return bench.hugePageSize();
    }

    @Override
    public KernelRelease release() {
        return KernelRelease.of(bench.release());
    }

    @Override
    public int nodeIds() {
        return bench.nodeIds();
    }

    @Override
    public NodeSet nodes() {
        return bench.nodes();
    }

    @Override
    public NodeSet memoryless() {
        return bench.memoryless();
    }

    @Override
    public MemorySegment untouched(Arena arena, int pages) {
        MemorySegment memory = allocate(arena, (long) pages * pageSize(), pageSize());
        bench.adopt(MemoryRange.of(memory), false);
        return memory;
    }

    @Override
    public MemorySegment hugePages(Arena arena, long bytes) {
        MemorySegment memory = allocate(arena, bytes, hugePageSize());
        bench.adopt(MemoryRange.of(memory), true);
        return memory;
    }

    private MemorySegment allocate(Arena arena, long bytes, long alignment) {
        MemorySegment memory = arena.allocate(bytes, alignment);
        MemoryRange range = MemoryRange.of(memory);
        whenClosed(arena, () -> bench.unmap(range));
        return memory;
    }

    private static void whenClosed(Arena arena, Runnable action) {
        NativeCall.view(0, 0, arena, action);
    }

    @Override
    public void write(MemorySegment memory) {
        memory.fill((byte) 1);
        bench.write(MemoryRange.of(memory));
    }

    @Override
    public void clear(MemorySegment memory) {
        memory.fill((byte) 0);
        bench.clear(MemoryRange.of(memory));
    }

    @Override
    public void discard(MemorySegment memory) {
        memory.fill((byte) 0);
        bench.discard(MemoryRange.of(memory));
    }

    @Override
    public MemorySegment on(int node, Arena arena, int pages) {
        return placed(untouched(arena, pages), node);
    }

    @Override
    public MemorySegment hugeOn(int node, Arena arena, long bytes) {
        return placed(hugePages(arena, bytes), node);
    }

    @Override
    public MemorySegment hugetlbOn(int node, Arena arena, int pages) {
        MemorySegment memory = allocate(arena, pages * hugePageSize(), hugePageSize());
        bench.hugetlbPages(node, pages);
        bench.adoptHugetlb(MemoryRange.of(memory));
        return placed(memory, node);
    }

    @Override
    public Twins twiceOn(int node, Arena arena, int pages) {
        Workbench.SharedFile file = new Workbench.SharedFile();
        MemorySegment first = mapped(file, arena, pages);
        MemorySegment second = mapped(file, arena, pages);
        placed(first, node);
        bench.read(MemoryRange.of(second));
        files.put(files.size(), file);
        return new Twins(first, second, files.size() - 1);
    }

    @Override
    public MemorySegment fileOn(int node, Arena arena, int pages) {
        return placed(mapped(new Workbench.SharedFile(), arena, pages), node);
    }

    private MemorySegment mapped(Workbench.SharedFile file, Arena arena, int pages) {
        MemorySegment memory = allocate(arena, (long) pages * pageSize(), pageSize());
        bench.adoptFile(MemoryRange.of(memory), file);
        return memory;
    }

    private MemorySegment placed(MemorySegment memory, int node) {
        memory.fill((byte) 1);
        bench.place(MemoryRange.of(memory), node);
        return memory;
    }

    @Override
    public MemorySegment zeroPages(Arena arena, int pages) {
        MemorySegment memory = untouched(arena, pages);
        bench.read(MemoryRange.of(memory));
        return memory;
    }

    @Override
    public void pin(MemorySegment memory, Arena arena) {
        AutoCloseable pin = bench.pin(MemoryRange.of(memory));
        whenClosed(arena, () -> close(pin));
    }

    private static void close(AutoCloseable pin) {
        try {
            pin.close();
        } catch (Exception impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Override
    public void lock(MemorySegment memory) {
        bench.lock(MemoryRange.of(memory));
    }

    @Override
    public void forbid(MemorySegment memory) {
        bench.protect(MemoryRange.of(memory), false);
    }

    @Override
    public void allow(MemorySegment memory) {
        bench.protect(MemoryRange.of(memory), true);
    }

    @Override
    public void merge(MemorySegment memory) {
        memory.fill((byte) 0x5a);
        bench.merge(MemoryRange.of(memory));
    }

    @Override
    public void swapOut(MemorySegment memory, Arena arena) {
        bench.swapOut(MemoryRange.of(memory));
    }

    @Override
    public long fill(int node, long bytesLeft, Arena arena) {
        whenClosed(arena, bench.fill(node, bytesLeft));
        return bytesLeft;
    }

    @Override
    public void weigh(int node, int weight, Arena arena) {
        bench.weigh(node, weight);
        whenClosed(arena, () -> bench.weigh(node, 1));
    }

    @Override
    public void runOn(int node) {
        bench.runOn(node);
    }

    @Override
    public LabProcess process() {
        return new SimulatedLabProcess(bench.spawn(), files);
    }

    @Override
    public int[] places(long... addresses) {
        return bench.places(addresses);
    }
}
