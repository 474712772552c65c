package io.numamigrator.sim.proc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.numamigrator.MemoryRange;
import io.numamigrator.NodeSet;
import io.numamigrator.NumaNode;
import io.numamigrator.NumaTopology;
import io.numamigrator.Vma;
import io.numamigrator.sim.Core;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;
import io.numamigrator.sim.fault.ProcessMemory;
import io.numamigrator.sim.mm.Backing;
import io.numamigrator.sim.mm.FileSystem;
import io.numamigrator.sim.mm.SimulatedFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** /proc and /sys of a simulated machine say what the kernel would, in its words: SEMANTICS 8.3 and 8.4. */
class TextFacesTest {

    private static final String NODE = "/sys/devices/system/node/";

    private final SimulatedMachine machine = SimulatedMachine.builder()
            .node(0, 1L << 30).memoryless(1).memoryOnly(2, 2L << 30).offline(3).cpus(0, 2)
            .distance(0, 2, 17).swap(1 << 20).kernel("6.12").build();

    private static String read(SimulatedProcess process, String file) throws IOException {
        return new PseudoTree(Core.of(process).mainTask()).read(file);
    }

    private String read(String file) throws IOException {
        return read(machine.process(), file);
    }

    private String numaMapsLine(MemoryRange range) throws IOException {
        return read("/proc/self/numa_maps").lines().filter(line -> line.startsWith(Long.toHexString(range.start())))
                .findFirst().orElseThrow();
    }

    @Test
    void theListsOfNodesAreText() throws IOException {
        assertThat(read(NODE + "possible")).isEqualTo("0-3\n");
        assertThat(read(NODE + "online")).isEqualTo("0-2\n");
        assertThat(read(NODE + "has_cpu")).isEqualTo("0-1\n");
        assertThat(read(NODE + "has_memory")).isEqualTo("0,2\n");
        assertThat(read(NODE + "has_generic_initiator")).isEqualTo("\n");
    }

    @Test
    void aNodeHasItsFiles() throws IOException {
        assertThat(read(NODE + "node0/cpulist")).isEqualTo("0-1\n");
        assertThat(read(NODE + "node1/cpumap")).isEqualTo("4\n");
        assertThat(read(NODE + "node2/cpulist")).isEqualTo("\n");
        assertThat(read(NODE + "node0/distance")).isEqualTo("10 20 17\n");
        assertThat(read(NODE + "node2/meminfo")).startsWith("""
                Node 2 MemTotal:        2097152 kB
                Node 2 MemFree:         2097152 kB
                Node 2 MemUsed:               0 kB
                Node 2 FilePages:             0 kB
                Node 2 Mapped:                0 kB
                Node 2 AnonPages:             0 kB
                Node 2 Shmem:                 0 kB
                Node 2 AnonHugePages:         0 kB
                Node 2 HugePages_Total:     0
                Node 2 HugePages_Free:      0
                Node 2 HugePages_Surp:      0
                """);
    }

    @Test
    void distancesBeginWithABlankIfNodeZeroIsOffline() throws IOException {
        SimulatedMachine without = SimulatedMachine.builder().offline(0).node(1, 1 << 30).node(2, 1 << 30).build();
        assertThat(read(without.process(), NODE + "node1/distance")).isEqualTo(" 10 20\n");
    }

    @Test
    void numastatCountsWhatWasAllocated() throws IOException {
        machine.process().touch(machine.process().map(5 * 4096));
        assertThat(read(NODE + "node0/numastat")).startsWith("numa_hit 5\nnuma_miss 0\n").contains("local_node 5\n");
    }

    @Test
    void whatIsNotThereIsAbsentInTheKernelsWay() {
        assertThatThrownBy(() -> read(NODE + "node3/meminfo")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> read("/proc/4711/maps")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> read(NODE + "node0")).isInstanceOf(FileSystemException.class)
                .hasMessageContaining("Is a directory");
        assertThatThrownBy(() -> new PseudoTree(Core.of(machine.process()).mainTask()).list(NODE + "online"))
                .isInstanceOf(NotDirectoryException.class);
    }

    @Test
    void olderKernelsLackFiles() {
        SimulatedProcess old = SimulatedMachine.builder().nodes(2, 1 << 30).kernel("3.7").build().process();
        assertThatThrownBy(() -> read(old, NODE + "has_memory")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> read(old, "/proc/thread-self/status")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> read(old, "/sys/devices/virtual/memory_tiering")).isInstanceOf(
                NoSuchFileException.class);
    }

    @Test
    void anAnonymousAreaCountsItsPagesByNode() throws IOException {
        MemoryRange memory = machine.process().map(4 * 4096);
        assertThat(numaMapsLine(memory)).endsWith(" default");
        machine.process().place(new MemoryRange(memory.start(), 3 * 4096), 2);
        machine.process().touch(memory);
        assertThat(numaMapsLine(memory)).endsWith(" default anon=4 dirty=4 N0=1 N2=3 kernelpagesize_kB=4");
    }

    @Test
    void zeroPagesAndSwappedPagesAreNotCounted() throws IOException {
        MemoryRange memory = machine.process().map(3 * 4096);
        machine.process().touch(memory);
        machine.process().swapOut(new MemoryRange(memory.start(), 4096));
        machine.process().discard(new MemoryRange(memory.start() + 4096, 4096));
        machine.process().read(new MemoryRange(memory.start() + 4096, 4096));
        assertThat(numaMapsLine(memory)).endsWith(" default anon=1 dirty=1 N0=1 kernelpagesize_kB=4");
    }

    @Test
    void sharedMemoryNamesItsFileAndHowOftenItIsMapped() throws IOException {
        MemoryRange memory = machine.process().mapShared(2 * 4096);
        machine.process().touch(memory);
        SimulatedProcess child = machine.process().fork();
        child.read(memory);
        assertThat(numaMapsLine(memory))
                .endsWith(" default file=/dev/zero\\040(deleted) dirty=2 mapmax=2 N0=2 kernelpagesize_kB=4");
    }

    @Test
    void aTransparentHugePageCountsAsItsBasePages() throws IOException {
        MemoryRange memory = machine.process().mapHuge(2 << 20);
        machine.process().touch(memory);
        assertThat(numaMapsLine(memory)).endsWith(" default anon=512 dirty=512 N0=512 kernelpagesize_kB=4");
    }

    @Test
    void mapsAlignsPathsAndShowsPermissions() throws IOException {
        MemoryRange shared = machine.process().mapShared(4096);
        machine.process().protectNone(machine.process().map(4096));
        assertThat(read("/proc/self/maps").lines())
                .anySatisfy(line -> assertThat(line).matches(
                        Long.toHexString(shared.start())
                                + "-[0-9a-f]+ rw-s 00000000 00:01 \\d+ +/dev/zero \\(deleted\\)")
                        .satisfies(text -> assertThat(text.indexOf("/dev")).isEqualTo(73)))
                .anySatisfy(line -> assertThat(line).endsWith(" ---p 00000000 00:00 0 "))
                .anySatisfy(line -> assertThat(line).endsWith("[vdso]"));
    }

    @Test
    void statusTellsWhoAndWhere() throws IOException {
        machine.process().touch(machine.process().map(3 * 4096));
        machine.process().confineTo(NodeSet.of(2));
        assertThat(read("/proc/thread-self/status").lines()).contains("Name:\tjava", "Tgid:\t1000", "Uid:\t0\t0\t0\t0",
                "Kthread:\t0", "VmRSS:\t      12 kB", "RssAnon:\t      12 kB", "CapEff:\t0000000000a80000",
                "Cpus_allowed:\t7", "Cpus_allowed_list:\t0-2", "Mems_allowed_list:\t2");
    }

    @Test
    void theMaskOfNodesIsAsWideAsTheKernelIsCompiledForAndFrom73AsThePossibleNodes() throws IOException {
        SimulatedProcess newest = SimulatedMachine.builder().nodes(3, 1 << 30).kernel("7.3").build().process();
        assertThat(read(newest, "/proc/self/status").lines()).contains("Mems_allowed:\t7");
        SimulatedProcess before = SimulatedMachine.builder().nodes(3, 1 << 30).kernel("6.18").build().process();
        assertThat(read(before, "/proc/self/status").lines())
                .contains("Mems_allowed:\t" + "00000000,".repeat(31) + "00000007");
    }

    @Test
    void memoryOfOthersIsOpenOnlyToThoseWhoMayTraceThem() throws IOException {
        SimulatedProcess other = machine.spawn();
        other.become(1001);
        SimulatedProcess reader = machine.spawn();
        reader.become(1002);
        String maps = "/proc/" + other.pid() + "/numa_maps";
        assertThatThrownBy(() -> read(reader, maps)).isInstanceOf(AccessDeniedException.class);
        assertThat(read(reader, "/proc/" + other.pid() + "/status")).contains("Uid:\t1001\t1001\t1001\t1001\n");
        reader.become(1001);
        assertThat(read(reader, maps)).isNotEmpty();
        other.dumpable(false);
        assertThatThrownBy(() -> read(reader, maps)).isInstanceOf(AccessDeniedException.class);
        assertThat(read(maps)).isNotEmpty();
    }

    @Test
    void aZombieAndAKernelThreadHaveNoAreas() throws IOException {
        SimulatedProcess zombie = machine.spawn();
        zombie.exit();
        assertThat(read("/proc/" + zombie.pid() + "/numa_maps")).isEmpty();
        assertThat(read("/proc/" + zombie.pid() + "/status")).contains("State:\tZ (zombie)\n");
        int thread = Core.processes(machine).spawnKernelThread().pid();
        assertThat(read("/proc/" + thread + "/maps")).isEmpty();
        assertThat(read("/proc/" + thread + "/status")).contains("Name:\tkthreadd\n", "Kthread:\t1\n");
    }

    @Test
    void aCpusetIsFoundThroughCgroupAndMountinfo() throws IOException {
        assertThat(read("/proc/self/cgroup")).isEqualTo("0::/\n");
        machine.process().confineTo(NodeSet.of(0));
        assertThat(read("/proc/self/cgroup")).isEqualTo("0::/1000\n");
        assertThat(read("/proc/self/mountinfo")).contains(" / /sys/fs/cgroup ").contains(" - cgroup2 ");
        assertThat(read("/sys/fs/cgroup/1000/cpuset.mems")).isEqualTo("0\n");
    }

    @Test
    void performanceMakesAccessClassesAndTiers() throws IOException {
        SimulatedProcess fast = SimulatedMachine.builder().node(0, 1 << 30).memoryOnly(1, 1 << 30)
                .performance(0, 80, 40L << 30).performance(1, 300, 10L << 30).build().process();
        assertThat(read(fast, NODE + "node1/access0/initiators/read_latency")).isEqualTo("300\n");
        assertThat(read(fast, NODE + "node1/access0/initiators/read_bandwidth")).isEqualTo("10240\n");
        assertThat(new PseudoTree(Core.of(fast).mainTask()).list(NODE + "node0/access0/targets"))
                .containsExactly("node0", "node1");
        assertThat(new PseudoTree(Core.of(fast).mainTask()).list("/sys/devices/virtual/memory_tiering"))
                .containsExactly("memory_tier4", "memory_tier67");
        assertThat(read(fast, "/sys/devices/virtual/memory_tiering/memory_tier67/nodelist")).isEqualTo("1\n");
    }

    @Test
    void smapsTellsWhatIsSwappedAndHowLargePagesAre() throws IOException {
        SimulatedProcess process = machine.process();
        MemoryRange range = process.map(4 << 12);
        process.touch(range);
        process.swapOut(new MemoryRange(range.start(), 1 << 12));

        assertThat(read("/proc/self/smaps")).contains("""
                Size:                 16 kB
                KernelPageSize:        4 kB
                MMUPageSize:           4 kB
                Rss:                  12 kB
                Swap:                  4 kB
                """);
        assertThat(machine.migrator().self().swapped()).isEqualTo(Map.of(range, 1L << 12));
    }

    @Test
    void beforeLinux42ThePageSizeOfAHugetlbAreaIsInSmapsAlone() throws IOException {
        SimulatedMachine old = SimulatedMachine.builder().nodes(2, 256L << 20).kernel("3.10").build();
        old.hugetlbPages(0, 4);
        SimulatedFile file = new SimulatedFile("/anon_hugepage (deleted)", FileSystem.SHMEM);
        MemoryRange range =
                new ProcessMemory(Core.of(old.process())).mapBacking(new Backing.Hugetlb(file), 0, 4 << 20, false, "");
        old.process().touch(range);

        assertThat(read(old.process(), "/proc/self/numa_maps")).contains(" huge ").doesNotContain("kernelpagesize_kB");
        assertThat(old.migrator().self().maps()).anySatisfy(vma -> {
            assertThat(vma.start()).isEqualTo(range.start());
            assertThat(vma.bytes()).isEqualTo(4 << 20);
        });
    }

    @Test
    void aDeviceCountsInTheFirstAccessClassAlone() throws IOException {
        SimulatedMachine machine = SimulatedMachine.builder().node(0, 1L << 30).memoryOnly(1, 1L << 30).empty(2)
                .distance(0, 1, 40).distance(1, 2, 20).distance(0, 2, 80).performance(0, 80, 100L << 30)
                .performance(1, 200, 40L << 30).kernel("6.12").build();
        NumaTopology topology = machine.migrator().topology();

        assertThat(topology.withGenericInitiator()).contains(NodeSet.of(2));
        assertThat(topology.node(2).orElseThrow().hasMemory()).isFalse();
        NumaNode far = topology.node(1).orElseThrow();
        assertThat(far.access().orElseThrow())
                .hasToString("best from 0, read 40960 MiB/s, read in 200 ns, write 40960 MiB/s, write in 200 ns");
        assertThat(far.accessFromAny().orElseThrow().initiators()).isEqualTo(NodeSet.of(2));
        assertThat(far.accessFromAny().orElseThrow().readLatency()).hasValue(100);
        assertThat(new PseudoTree(Core.of(machine.process()).mainTask()).list(NODE + "node0/access1/targets"))
                .contains("node1");
    }

    @Test
    void beforeLinux313HasCpuIsEmpty() throws IOException {
        SimulatedMachine old = SimulatedMachine.builder().nodes(2, 1L << 30).kernel("3.10").build();
        assertThat(read(old.process(), NODE + "has_cpu")).isEqualTo("\n");
        assertThat(old.migrator().topology().memoryOnly()).isEqualTo(NodeSet.empty());
    }

    @Test
    void filesOfOneNameHaveNumbersOfTheirOwn() {
        SimulatedProcess process = machine.process();
        MemoryRange one = process.mapShared(4096);
        MemoryRange other = process.mapShared(4096);

        List<Vma.FileId> files = machine.migrator().self().maps().stream()
                .filter(vma -> vma.start() == one.start() || vma.start() == other.start())
                .map(vma -> vma.mapping().orElseThrow().file().orElseThrow()).toList();
        assertThat(files).hasSize(2).doesNotHaveDuplicates();
    }
}
