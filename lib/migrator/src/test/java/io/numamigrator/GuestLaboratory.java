package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.bindings.NativeCall;
import io.numamigrator.engine.KernelMigrator;
import io.numamigrator.kernel.Kernel;
import io.numamigrator.policy.NodeMask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;

/** The running kernel of a machine with several nodes, which the tests have to themselves: a guest. */
final class GuestLaboratory implements Laboratory {

    private static final long HUGE = RealMachine.HUGE;
    /** What nodes are filled with: every kernel has a pool of this size, whatever its base pages, for arm64 takes runs of them, too. */
    private static final long GRAIN = 2L << 20;

    private static final Path NODES = Path.of("/sys/devices/system/node");

    private final LinuxSubject linux;

    GuestLaboratory(Route route) {
        linux = new LinuxSubject(route);
        letKhugepagedRest();
    }

    /** It gathers pages of a split huge page on one node, after a test that takes its ten seconds. */
    private static void letKhugepagedRest() {
        Path sleep = Path.of("/sys/kernel/mm/transparent_hugepage/khugepaged/scan_sleep_millisecs");
        if (Files.exists(sleep)) {
            write(sleep, "3600000");
        }
    }

    @Override
    public NumaMigrator numa() {
        return linux.numa();
    }

    @Override
    public Kernel kernel() {
        return ((KernelMigrator) linux.numa()).kernel();
    }

    @Override
    public long hugePageSize() {
        return HUGE;
    }

    @Override
    public KernelRelease release() {
        return KernelRelease.of(System.getProperty("os.version"));
    }

    @Override
    public int nodeIds() {
        return RealMachine.nodeIds();
    }

    @Override
    public NodeSet nodes() {
        return nodeList("has_memory");
    }

    @Override
    public NodeSet memoryless() {
        return nodeList("online").minus(nodes());
    }

    private static NodeSet nodeList(String file) {
        try {
            return NodeSet.parse(Files.readString(NODES.resolve(file)).strip());
        } catch (IOException hidden) {
            throw new UncheckedIOException(hidden);
        }
    }

    @Override
    public MemorySegment untouched(Arena arena, int pages) {
        return linux.untouched(arena, pages);
    }

    @Override
    public MemorySegment hugePages(Arena arena, long bytes) {
        return linux.hugePages(arena, bytes);
    }

    @Override
    public void discard(MemorySegment memory) {
        linux.discard(memory);
    }

    @Override
    public MemorySegment on(int node, Arena arena, int pages) {
        return writtenOn(node, untouched(arena, pages));
    }

    @Override
    public MemorySegment hugeOn(int node, Arena arena, long bytes) {
        MemorySegment memory = writtenOn(node, hugePages(arena, bytes));
        try (PageMap map = new PageMap("self")) {
            for (long at = 0; at < bytes; at += HUGE) {
                assertThat(map.isHuge(memory.address() + at)).as("the kernel gave a huge page").isTrue();
            }
        }
        return memory;
    }

    @Override
    public MemorySegment hugetlbOn(int node, Arena arena, int pages) {
        HugetlbPool.of(HUGE).fill(node, pages, arena);
        int flags = Mapping.PRIVATE | Mapping.ANONYMOUS | Mapping.HUGETLB;
        return writtenOn(node, Mapping.map(arena, pages * HUGE, Mapping.READ_WRITE, flags, -1));
    }

    @Override
    public Twins twiceOn(int node, Arena arena, int pages) {
        long bytes = (long) pages * pageSize();
        int file = Mapping.fileInMemory(arena, bytes);
        MemorySegment first = writtenOn(node, Mapping.map(arena, bytes, Mapping.READ_WRITE, Mapping.SHARED, file));
        MemorySegment second = Mapping.map(arena, bytes, Mapping.READ_WRITE, Mapping.SHARED, file);
        read(second);
        return new Twins(first, second, file);
    }

    @Override
    public MemorySegment fileOn(int node, Arena arena, int pages) {
        long bytes = (long) pages * pageSize();
        int file = Mapping.fileInMemory(arena, bytes);
        return writtenOn(node, Mapping.map(arena, bytes, Mapping.READ_WRITE, Mapping.SHARED, file));
    }

    private MemorySegment writtenOn(int node, MemorySegment memory) {
        PolicyCall.boundTo(node, kernel(), () -> memory.fill((byte) 1));
        return memory;
    }

    @Override
    public MemorySegment zeroPages(Arena arena, int pages) {
        MemorySegment memory = untouched(arena, pages);
        read(memory);
        return memory;
    }

    private void read(MemorySegment memory) {
        long sum = 0;
        for (long at = 0; at < memory.byteSize(); at += pageSize()) {
            sum += memory.get(ValueLayout.JAVA_BYTE, at);
        }
        assertThat(sum).isNotNegative();
    }

    @Override
    public void pin(MemorySegment memory, Arena arena) {
        PipePin.hold(memory, arena);
    }

    @Override
    public void lock(MemorySegment memory) {
        LinuxCalls.call(LinuxCalls.MLOCK, memory.address(), memory.byteSize());
    }

    @Override
    public void forbid(MemorySegment memory) {
        Mapping.protect(memory, Mapping.NONE);
    }

    @Override
    public void allow(MemorySegment memory) {
        Mapping.protect(memory, Mapping.READ_WRITE);
    }

    @Override
    public void merge(MemorySegment memory) {
        memory.fill((byte) 0x5a);
        SamePages.merge(memory);
    }

    @Override
    public void swapOut(MemorySegment memory, Arena arena) {
        SwapDevice.swapOut(memory, arena);
    }

    /** Let the pool of huge pages take all, caches included, and give some back: the kernel kills nobody for that. */
    @Override
    public long fill(int node, long bytesLeft, Arena arena) {
        keepNoPagesOnCpus(arena);
        write(Path.of("/proc/sys/vm/drop_caches"), "1");
        HugetlbPool grains = HugetlbPool.of(GRAIN);
        int taken = grains.takeAll(node, arena);
        // The first ones may go to the reserve that nobody but the kernel may touch.
        while (taken > 0 && Zone.available(node) < bytesLeft) {
            grains.resize(node, --taken);
        }
        assertThat(Zone.available(node))
                .as("bytes left on node " + node)
                .isBetween(bytesLeft / 2, bytesLeft + 5 * GRAIN);
        assertThat(SwapDevice.inUse()).as("with swap the kernel makes room").isEmpty();
        return Zone.available(node) + Zone.keptByCpus(node) + Zone.reclaimable(node);
    }

    /** From 5.13 on a CPU may keep whole huge pages that it has freed, out of reach of others. */
    private static void keepNoPagesOnCpus(Arena arena) {
        Path fraction = Path.of("/proc/sys/vm/percpu_pagelist_high_fraction");
        if (Files.exists(fraction)) {
            write(fraction, "100000");
            NativeCall.view(0, 0, arena, () -> write(fraction, "0"));
        }
    }

    @Override
    public void weigh(int node, int weight, Arena arena) {
        Path file = Path.of("/sys/kernel/mm/mempolicy/weighted_interleave/node" + node);
        // 6.12 takes 0 or nothing for the kernel's own choice, 6.18 takes neither.
        String before = read(file);
        write(file, String.valueOf(weight));
        NativeCall.view(0, 0, arena, () -> write(file, before));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    @Override
    public void runOn(int node) {
        long[] cpus = NodeMask.words(nodeList("node" + node + "/cpulist"));
        if (cpus.length > 0) {
            try (Arena arena = Arena.ofConfined()) {
                long mask = arena.allocateFrom(ValueLayout.JAVA_LONG, cpus).address();
                LinuxCalls.call(LinuxCalls.SCHED_SETAFFINITY, 0, cpus.length * 8L, mask);
            }
        }
    }

    @Override
    public LabProcess process() {
        return Peer.start();
    }

    /** Ask the page tables, and where get_mempolicy(2) would not fault a page in, that too: they have to agree. */
    @Override
    public int[] places(long... addresses) {
        try (PageMap map = new PageMap("self");
                SecondLook second = new SecondLook(kernel())) {
            int[] places = map.nodes(addresses);
            for (int i = 0; i < places.length; i++) {
                // A page without access has no node for get_mempolicy(2).
                int said = places[i] < 0 ? places[i] : second.node(addresses[i]);
                if (said != places[i] && said != -Errno.EFAULT.number()) {
                    throw new AssertionError(
                            "get_mempolicy has " + said + " and pagemap " + places[i] + " for page " + i);
                }
            }
            return places;
        }
    }
}
