package io.numamigrator.sim.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.MemoryRange;
import io.numamigrator.NodeSet;
import io.numamigrator.sim.Capability;
import io.numamigrator.sim.Core;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;
import io.numamigrator.sim.fault.ProcessMemory;
import io.numamigrator.sim.fixture.PageBatch;
import io.numamigrator.sim.fixture.PageKinds;
import io.numamigrator.sim.fixture.RawCalls;
import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.mm.FileSystem;
import io.numamigrator.sim.mm.Pte;
import io.numamigrator.sim.mm.SimulatedFile;
import io.numamigrator.sim.task.Cpuset;
import io.numamigrator.sim.task.Cpuset.Version;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SEMANTICS 2.2, 2.4 and 2.5: checks, which pages are taken, and the result. */
class MigratePagesTest {

    private static PageBatch on(String kernel) {
        return new PageBatch(SimulatedMachine.builder()
                .nodes(4, 1L << 30)
                .memoryless(4)
                .kernel(kernel)
                .swap(1L << 30)
                .build());
    }

    private static String migrate(PageBatch batch, String from, String to) {
        return new RawCalls(batch.process).migratePages(0, from, to);
    }

    private static void confine(SimulatedProcess process, int... nodes) {
        Core.of(process).mainTask()
                .enter(new Cpuset("/confined", Version.V1, Core.of(process).processes().rootCpuset(),
                        NodeSet.of(nodes)));
    }

    @Test
    @DisplayName("2.2/1 masks are read before the pid is looked up")
    void masksFirst() {
        RawCalls calls = new RawCalls(on("6.12").process);
        assertThat(calls.migratePages(4242, -1, RawCalls.longs(1), RawCalls.longs(1))).isEqualTo("-EINVAL");
        assertThat(calls.migratePages(4242, 64, RawCalls.WILD, RawCalls.longs(1))).isEqualTo("-EFAULT");
        assertThat(calls.migratePages(4242, 64, RawCalls.longs(1), RawCalls.WILD)).isEqualTo("-EFAULT");
    }

    @Test
    @DisplayName("2.2/2 an unknown pid is ESRCH, even if the new mask is empty")
    void unknownPid() {
        RawCalls calls = new RawCalls(on("6.12").process);
        assertThat(calls.migratePages(4242, "0", "1")).isEqualTo("-ESRCH");
        assertThat(calls.migratePages(-1, "0", "")).isEqualTo("-ESRCH");
    }

    @ParameterizedTest(name = "2.2/3 on {0} NICE alone on another user''s process is {1}, PTRACE alone {2}")
    @CsvSource({"3.10,0,-EPERM", "4.14,0,-EPERM", "4.15,-EPERM,0", "6.12,-EPERM,0"})
    void access(String kernel, String nice, String ptrace) {
        PageBatch batch = on(kernel);
        SimulatedProcess other = batch.machine.spawn();
        batch.process.become(1000);
        RawCalls calls = new RawCalls(batch.process);
        batch.process.capabilities(Capability.CAP_SYS_NICE);
        assertThat(calls.migratePages(other.pid(), "0", "1")).isEqualTo(nice);
        batch.process.capabilities(Capability.CAP_SYS_PTRACE);
        assertThat(calls.migratePages(other.pid(), "0", "1")).isEqualTo(ptrace);
        batch.process.capabilities();
        assertThat(calls.migratePages(other.pid(), "0", "")).as("before the empty mask").isEqualTo("-EPERM");
    }

    @Test
    @DisplayName("2.2/4 without CAP_SYS_NICE a target outside of what the process may use is EPERM")
    void unprivilegedTargets() {
        PageBatch batch = on("6.12");
        batch.process.become(1000);
        assertThat(migrate(batch, "0", "1")).isEqualTo("0");
        assertThat(migrate(batch, "0", "4")).isEqualTo("-EPERM");
        assertThat(migrate(batch, "0", "1023")).isEqualTo("-EPERM");
        assertThat(migrate(batch, "0", "")).isEqualTo("-EINVAL");
    }

    @ParameterizedTest(name = "2.2/5, 2.2/5b on {0} targets [{1}] are {2}, and a page from node 3 is on {3}")
    @CsvSource(delimiter = '|', textBlock = """
            6.12   | 4       | -EINVAL | 3
            6.12   | 1,4     | 0       | 1
            6.12   | 1023    | -EINVAL | 3
            6.12   | 0,1023  | 0       | 0
            6.12   |         | -EINVAL | 3
            4.15   | 1,4     | -EINVAL | 3
            4.15   | 1       | 0       | 1
            4.15   |         | 0       | 3
            2.6.23 | 1,4     | 0       | 1
            2.6.23 | 1,5     | -EINVAL | 3
            2.6.22 | 1,5     | 0       | 1
            """)
    void targets(String kernel, String to, String result, String place) {
        PageBatch batch = on(kernel);
        long page = batch.kinds.address("g", 3);
        assertThat(migrate(batch, "3", to == null ? "" : to)).isEqualTo(result);
        assertThat(new RawCalls(batch.process).query(0, page).statuses()).isEqualTo(place);
    }

    @Test
    @DisplayName("2.2 the caller's cpuset cuts the targets: pages may land outside of their owner's")
    void cpusets() {
        PageBatch batch = on("6.12");
        SimulatedProcess target = batch.machine.spawn();
        long page = new PageKinds(target).address("g", 0);
        confine(batch.process, 2, 3);
        confine(target, 0, 1);
        RawCalls calls = new RawCalls(batch.process);

        assertThat(calls.migratePages(target.pid(), "0", "1")).isEqualTo("-EINVAL");
        assertThat(calls.migratePages(target.pid(), "0", "1,2")).isEqualTo("0");
        assertThat(calls.query(target.pid(), page).statuses()).isEqualTo("2");
        confine(batch.process, 0, 1, 2, 3);
        assertThat(calls.migratePages(target.pid(), "2", "3")).isEqualTo("0");
        assertThat(calls.query(target.pid(), page).statuses()).isEqualTo("3");
    }

    @Test
    @DisplayName("2.2/7 a kernel thread and a zombie are EINVAL")
    void withoutMemory() {
        PageBatch batch = on("6.12");
        SimulatedProcess child = batch.process.fork();
        child.exit();
        int kernelThread = Core.processes(batch.machine).spawnKernelThread().pid();
        assertThat(new RawCalls(batch.process).migratePages(child.pid(), "0", "1")).isEqualTo("-EINVAL");
        assertThat(new RawCalls(batch.process).migratePages(kernelThread, "0", "1")).isEqualTo("-EINVAL");
        assertThat(new RawCalls(batch.process).migratePages(kernelThread, "0", "")).isEqualTo("-EINVAL");
        batch.process.become(1000);
        assertThat(new RawCalls(batch.process).migratePages(kernelThread, "0", "1")).isEqualTo("-EPERM");
    }

    @ParameterizedTest(name = "2.2/7 on {0} memory is looked for before permission")
    @CsvSource({"2.6.18", "3.1"})
    void memoryBeforeAccess(String kernel) {
        PageBatch batch = on(kernel);
        int kernelThread = Core.processes(batch.machine).spawnKernelThread().pid();
        batch.process.become(1000);
        assertThat(new RawCalls(batch.process).migratePages(kernelThread, "0", "1")).isEqualTo("-EINVAL");
    }

    @Test
    @DisplayName("2.2 an empty or absent old mask is 0, nothing to do")
    void nothingToDo() {
        PageBatch batch = on("6.12");
        assertThat(migrate(batch, "", "1")).isEqualTo("0");
        assertThat(new RawCalls(batch.process).migratePages(0, 64, RawCalls.NULL, RawCalls.longs(2))).isEqualTo("0");
        assertThat(migrate(batch, "900", "1")).isEqualTo("0");
    }

    @DisplayName("2.4 which pages are taken from node 0 to node 1, with CAP_SYS_NICE")
    @ParameterizedTest(name = "2.4 on {0} {1}: result {2}, then {3}")
    @CsvSource(delimiter = '|', textBlock = """
            6.12   | g            | 0 | 1
            6.12   | P            | 1 | 0
            6.12   | mlocked      | 0 | 1
            2.6.18 | mlocked      | 0 | 0
            2.6.21 | mlocked      | 0 | 1
            6.12   | hugetlb      | 0 | 1
            3.10   | hugetlb      | 0 | 0
            6.12   | file         | 0 | 1
            6.12   | shmem        | 0 | 1
            6.12   | low-zone     | 0 | 0
            2.6.18 | low-zone     | 0 | 1
            6.12   | dax          | 0 | 0
            4.3    | dax          | 0 | 1
            6.12   | protnone     | 0 | 1
            6.12   | ksm          | 0 | 1
            3.1    | ksm          | 0 | 0
            6.12   | forked       | 0 | 1
            6.12   | thp          | 0 | 1
            4.3    | thp          | 0 | 1
            6.12   | zero         | 0 | -EFAULT
            6.12   | swapped      | 0 | -ENOENT
            6.12   | vdso         | 0 | 0
            6.12   | device-memory | 0 | -ENOENT
            """)
    void whichPagesAreTaken(String kernel, String kind, String result, String place) {
        PageBatch batch = on(kernel);
        long page = batch.kinds.address(kind, 0);
        assertThat(migrate(batch, "0", "1")).isEqualTo(result);
        assertThat(new RawCalls(batch.process).query(0, page).statuses()).isEqualTo(place);
    }

    @Test
    @DisplayName("2.4 without CAP_SYS_NICE shared pages stay and are not counted")
    void unprivilegedLeavesSharedPages() {
        PageBatch batch = on("6.12");
        long shared = batch.kinds.address("forked", 0);
        long own = batch.kinds.address("g", 0);
        batch.process.become(1000);
        assertThat(migrate(batch, "0", "1")).isEqualTo("0");
        assertThat(new RawCalls(batch.process).query(0, shared, own).statuses()).isEqualTo("0 1");
    }

    @Test
    @DisplayName("2.4 pages of a file that nobody maps stay")
    void cachedPagesStay() {
        PageBatch batch = on("6.12");
        SimulatedFile file = new SimulatedFile("/data", FileSystem.DISK);
        ProcessMemory mappings = new ProcessMemory(Core.of(batch.process));
        MemoryRange mapped = mappings.mapFile(file, 0, 4096, true);
        batch.process.place(mapped, 0);
        batch.process.unmap(mapped);
        assertThat(migrate(batch, "0", "1")).isEqualTo("0");
        MemoryRange again = mappings.mapFile(file, 0, 4096, true);
        batch.process.read(again);
        assertThat(new RawCalls(batch.process).query(0, again.start()).statuses()).isEqualTo("0");
    }

    @Test
    @DisplayName("2.4 policies are neither asked nor changed: the next page goes where the area is bound to")
    void policiesStay() {
        PageBatch batch = on("6.12");
        MemoryRange memory = batch.process.map(2 * 4096);
        RawCalls calls = new RawCalls(batch.process);
        assertThat(calls.mbind(memory.start(), memory.bytes(), 2, "2", 0)).isEqualTo("0");
        batch.process.touch(new MemoryRange(memory.start(), 1));
        assertThat(calls.migratePages(0, "2", "3")).isEqualTo("0");
        assertThat(calls.policyAt(memory.start())).isEqualTo("2:2");
        batch.process.touch(memory);
        assertThat(calls.query(0, memory.start(), memory.start() + 4096).statuses()).isEqualTo("3 2");
    }

    @Test
    @DisplayName("2.5 pinned pages and a pinned huge page count one each")
    void theResultCountsFolios() {
        PageBatch batch = on("6.12");
        batch.kinds.address("P", 0);
        batch.kinds.address("g", 0);
        batch.process.pin(batch.kinds.huge(0));
        assertThat(migrate(batch, "0", "1")).isEqualTo("2");
    }

    @ParameterizedTest(name = "2.5 on {0} four pages mapped twice count {1}, a KSM page mapped four times {2}, though all moved")
    @CsvSource({"6.1,0,0", "6.6,0,0", "6.7,4,3", "6.12,4,3"})
    void furtherMappingsCount(String kernel, String doubled, String merged) {
        PageBatch batch = on(kernel);
        SimulatedFile file = new SimulatedFile("/data", FileSystem.SHMEM);
        ProcessMemory mappings = new ProcessMemory(Core.of(batch.process));
        MemoryRange one = mappings.mapFile(file, 0, 4 * 4096, true);
        batch.process.place(one, 0);
        batch.process.read(mappings.mapFile(file, 0, 4 * 4096, true));
        assertThat(migrate(batch, "0", "1")).isEqualTo(doubled);
        assertThat(new RawCalls(batch.process).query(0, one.start(), one.start() + 3 * 4096).statuses())
                .isEqualTo("1 1");

        MemoryRange four = batch.process.map(4 * 4096);
        batch.process.place(four, 2);
        batch.process.merge(four);
        assertThat(migrate(batch, "2", "3")).isEqualTo(merged);
        assertThat(new RawCalls(batch.process).query(0, four.start()).statuses()).isEqualTo("3");
    }

    @Test
    @DisplayName("2.5 a full target aborts with ENOMEM though some pages have moved")
    void aFullTarget() {
        PageBatch batch = on("6.12");
        MemoryRange memory = batch.process.map(10 * 4096);
        batch.process.place(memory, 0);
        batch.machine.fill(1, 3 * 4096);
        assertThat(migrate(batch, "0", "1")).isEqualTo("-ENOMEM");
        assertThat(new RawCalls(batch.process).query(0, memory.start(), memory.start() + 3 * 4096).statuses())
                .isEqualTo("1 0");
    }

    @Test
    @DisplayName("2.3 on 2.6.16-rc1 pages are evicted and come back where they are touched; what is pinned is counted")
    void swapBasedMigration() {
        PageBatch batch = on("2.6.16-rc1");
        MemoryRange memory = batch.process.map(2 * 4096);
        batch.process.place(memory, 0);
        batch.kinds.address("P", 0);
        long stays = batch.kinds.address("g", 1);
        long free = batch.machine.freeBytes(0);

        assertThat(migrate(batch, "0,1", "1,2")).isEqualTo("1");

        assertThat(batch.machine.freeBytes(0) - free).isEqualTo(2 * 4096);
        AddressSpace space = Core.of(batch.process).requireSpace();
        assertThat(Pte.kind(space.table.entry(memory.start() / 4096))).isEqualTo(Pte.SWAPPED);
        assertThat(space.table.entry(stays / 4096)).isEqualTo(Pte.plain(1));
        batch.process.runOn(3);
        batch.process.touch(memory);
        assertThat(space.table.entry(memory.start() / 4096)).isEqualTo(Pte.plain(3));
    }

    @Test
    @DisplayName("3.2 and 0.3 needsSwapDevice: on 2.6.16 without swap migrate_pages says 0 and moves nothing")
    void withoutSwap() {
        PageBatch batch = new PageBatch(SimulatedMachine.fourNodes().toBuilder().kernel("2.6.16").build());
        long page = batch.kinds.address("g", 0);
        assertThat(migrate(batch, "0", "1")).isEqualTo("0");
        assertThat(Core.of(batch.process).requireSpace().table.entry(page / 4096)).isEqualTo(Pte.plain(0));
    }

    @ParameterizedTest(name = "0.3 on {0} the capability is {1}")
    @CsvSource({"2.6.16-rc5,CAP_SYS_ADMIN", "2.6.16,CAP_SYS_NICE"})
    void theCapability(String kernel, Capability capability) {
        PageBatch batch = on(kernel);
        SimulatedProcess other = batch.machine.spawn();
        batch.process.become(1000);
        for (Capability each : Capability.values()) {
            batch.process.capabilities(each);
            assertThat(new RawCalls(batch.process).migratePages(other.pid(), "0", "1"))
                    .as(each.name()).isEqualTo(each == capability ? "0" : "-EPERM");
        }
    }
}
