package io.numamigrator.sim.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.MemoryRange;
import io.numamigrator.NodeSet;
import io.numamigrator.sim.Core;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;
import io.numamigrator.sim.fault.PageFault;
import io.numamigrator.sim.fault.ProcessMemory;
import io.numamigrator.sim.fixture.RawCalls;
import io.numamigrator.sim.migrate.CpusetControl;
import io.numamigrator.sim.mm.Backing;
import io.numamigrator.sim.mm.FileSystem;
import io.numamigrator.sim.mm.SimulatedFile;
import io.numamigrator.sim.task.Cpuset;
import io.numamigrator.sim.task.Cpuset.Version;
import io.numamigrator.sim.task.Task;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SEMANTICS 7.3: what the Linux Test Project asks of mbind(2), get_mempolicy(2), set_mempolicy(2) and cpusets. */
class LtpPolicyTest {

    private static final int PAGE = 4096;
    private static final int PREFERRED = 1;
    private static final int BIND = 2;
    private static final int INTERLEAVE = 3;
    private static final int STRICT = 1;
    private static final int MOVE = 2;
    private static final int MOVE_ALL = 4;

    private SimulatedMachine machine = machine("6.12");
    private SimulatedProcess process = machine.process();
    private RawCalls calls = new RawCalls(process);

    private static SimulatedMachine machine(String kernel) {
        return SimulatedMachine.fourNodes().toBuilder().kernel(kernel).swap(1L << 30).build();
    }

    private void boot(String kernel) {
        machine = machine(kernel);
        process = machine.process();
        calls = new RawCalls(process);
    }

    private static String where(SimulatedProcess owner, MemoryRange memory) {
        long[] pages =
                IntStream.range(0, (int) (memory.bytes() / PAGE)).mapToLong(i -> memory.start() + (long) i * PAGE)
                        .toArray();
        return new RawCalls(owner).query(0, pages).statuses();
    }

    private MemoryRange on(int node, int pages) {
        MemoryRange memory = process.map(pages * (long) PAGE);
        process.place(memory, node);
        return memory;
    }

    private String bind(MemoryRange memory, int mode, String nodes, int flags) {
        return calls.mbind(memory.start(), memory.bytes(), mode, nodes, flags);
    }

    private static String all(Object node, int count) {
        return (node + " ").repeat(count).stripTrailing();
    }

    @ParameterizedTest(name = "7.3/mbind01 mode {0} of [{1}]: {2}, reads back {3}")
    @CsvSource(delimiter = '|', textBlock = """
            0  |   | 0       | 0:
            0  | 1 | -EINVAL | 0:
            2  |   | -EINVAL | 0:
            2  | 1 | 0       | 2:1
            3  |   | -EINVAL | 0:
            3  | 1 | 0       | 3:1
            1  |   | 0       | 4:
            1  | 1 | 0       | 1:1
            4  |   | 0       | 4:
            4  | 1 | -EINVAL | 0:
            -1 |   | -EINVAL | 0:
            """)
    void modes(int mode, String nodes, String result, String readBack) {
        MemoryRange memory = process.map(PAGE);
        assertThat(bind(memory, mode, nodes == null ? "" : nodes, 0)).isEqualTo(result);
        assertThat(calls.policyAt(memory.start())).isEqualTo(readBack);
    }

    @Test
    @DisplayName("7.3/mbind01 flags -1 are EINVAL, a mask that cannot be read is EFAULT")
    void flagsAndMask() {
        MemoryRange memory = process.map(PAGE);
        assertThat(bind(memory, BIND, "1", -1)).isEqualTo("-EINVAL");
        assertThat(calls.mbind(memory.start(), PAGE, BIND, RawCalls.WILD, 64, 0)).isEqualTo("-EFAULT");
    }

    @ParameterizedTest(name = "7.3/mbind02 on {0} a misplaced page under STRICT is {1}")
    @CsvSource({"4.3,-EIO", "4.4,0", "5.1,0", "5.2,-EIO", "6.12,-EIO"})
    void strict(String kernel, String result) {
        boot(kernel);
        for (int mode : new int[] {PREFERRED, BIND, INTERLEAVE}) {
            assertThat(bind(on(0, 1), mode, "1", STRICT)).as("mode %s", mode).isEqualTo(result);
        }
    }

    @Test
    @DisplayName("7.3/mbind03 MOVE and MOVE_ALL bring misplaced pages to the node")
    void move() {
        for (int mode : new int[] {PREFERRED, BIND, INTERLEAVE}) {
            for (int flag : new int[] {MOVE, MOVE_ALL}) {
                MemoryRange memory = on(0, 1);
                assertThat(bind(memory, mode, "1", flag)).isEqualTo("0");
                assertThat(where(process, memory)).isEqualTo("1");
            }
        }
    }

    @Test
    @DisplayName("7.3/mbind04 before the first touch: 16 pages on every node, in parent and child")
    void beforeTheFirstTouch() {
        for (int mode : new int[] {PREFERRED, BIND, INTERLEAVE}) {
            for (int node = 0; node < 4; node++) {
                for (int flag : new int[] {0, STRICT}) {
                    MemoryRange memory = process.map(16 * PAGE);
                    assertThat(bind(memory, mode, Integer.toString(node), flag)).isEqualTo("0");
                    SimulatedProcess child = process.fork();
                    process.touch(memory);
                    child.touch(memory);
                    assertThat(where(process, memory)).isEqualTo(all(node, 16));
                    assertThat(where(child, memory)).isEqualTo(all(node, 16));
                }
            }
        }
    }

    @ParameterizedTest(name = "7.3/get_mempolicy01 mode {0} of [{1}] reads back {2}, of the thread and of an address")
    @CsvSource(delimiter = '|', textBlock = """
            0 |     | 0:
            2 | 0   | 2:0
            3 | 0-1 | 3:0-1
            1 |     | 4:
            1 | 0   | 1:0
            """)
    void readBack(int mode, String nodes, String readBack) {
        MemoryRange memory = process.map(PAGE);
        String mask = nodes == null ? "" : nodes;
        assertThat(calls.setMempolicy(mode, mask)).isEqualTo("0");
        assertThat(bind(memory, mode, mask, 0)).isEqualTo("0");
        assertThat(calls.taskPolicy()).isEqualTo(readBack);
        assertThat(calls.policyAt(memory.start())).isEqualTo(readBack);
    }

    @Test
    @DisplayName("7.3/get_mempolicy02 the policy of address NULL is EFAULT, flags -1 are EINVAL")
    void badQuestions() {
        assertThat(calls.policy(0, 2)).isEqualTo("-EFAULT");
        assertThat(calls.policy(0, -1)).isEqualTo("-EINVAL");
    }

    @Test
    @DisplayName("7.3/set_mempolicy01, 7.3/set_mempolicy02 BIND, PREFERRED and INTERLEAVE of 16 pages, inherited by a child")
    void inherited() {
        for (int mode : new int[] {PREFERRED, BIND}) {
            assertThat(calls.setMempolicy(mode, "2")).isEqualTo("0");
            SimulatedProcess child = process.fork();
            MemoryRange memory = child.map(16 * PAGE);
            child.touch(memory);
            assertThat(where(child, memory)).isEqualTo(all(2, 16));
        }
        assertThat(calls.setMempolicy(INTERLEAVE, "1,3")).isEqualTo("0");
        SimulatedProcess child = process.fork();
        MemoryRange memory = child.map(16 * PAGE);
        child.touch(memory);
        assertThat(where(child, memory).replace(" ", "")).matches("(13){8}|(31){8}");
    }

    @Test
    @DisplayName("7.3/set_mempolicy03, 7.3/set_mempolicy04 the same through files, and interleaving over many files")
    void files() {
        for (FileSystem fileSystem : FileSystem.values()) {
            assertThat(calls.setMempolicy(BIND, "3")).isEqualTo("0");
            MemoryRange memory = file(fileSystem, 4);
            process.touch(memory);
            assertThat(where(process, memory)).as(fileSystem.name()).isEqualTo(all(3, 4));
        }
        assertThat(calls.setMempolicy(INTERLEAVE, "0-3")).isEqualTo("0");
        int[] count = new int[4];
        for (int i = 0; i < 100; i++) {
            MemoryRange memory = file(FileSystem.DISK, 1);
            process.touch(memory);
            count[Integer.parseInt(where(process, memory))]++;
        }
        assertThat(count).containsExactly(25, 25, 25, 25);
    }

    private MemoryRange file(FileSystem fileSystem, int pages) {
        return new ProcessMemory(Core.of(process)).mapFile(new SimulatedFile("/data", fileSystem), 0,
                pages * (long) PAGE,
                true);
    }

    private Cpuset cpuset(Version version, String mems) {
        return new Cpuset("/" + mems, version, Core.processes(machine).rootCpuset(), NodeSet.parse(mems));
    }

    @Test
    @DisplayName("7.3/cpuset_memory1 to 8: first touches of every kind go to the set's node")
    void firstTouches() {
        for (int node : new int[] {1, 2}) {
            new CpusetControl(Core.of(process).mainTask()).attach(Core.of(process),
                    cpuset(Version.V1, Integer.toString(node)));
            machine.hugetlbPages(node, 2);
            MemoryRange shared = process.mapShared(PAGE);
            MemoryRange locked = process.map(PAGE);
            MemoryRange huge = new ProcessMemory(Core.of(process)).mapBacking(
                    new Backing.Hugetlb(new SimulatedFile("/huge", FileSystem.SHMEM)), 0, PAGE, false, "");
            process.lock(locked);
            for (MemoryRange memory : new MemoryRange[] {process.map(PAGE), file(FileSystem.DISK, 1), shared, locked,
                new MemoryRange(huge.start(), PAGE)}) {
                process.touch(memory);
                assertThat(where(process, memory)).isEqualTo(Integer.toString(node));
            }
        }
    }

    @ParameterizedTest(name = "7.3/cpuset_memory9, 7.3/cpuset_memory10 a task moves to another set, memory_migrate {0}: page on {1}")
    @CsvSource({"false,0", "true,1"})
    void anotherSet(boolean migrate, String place) {
        CpusetControl control = new CpusetControl(Core.of(machine.spawn()).mainTask());
        Cpuset other = cpuset(Version.V1, "1");
        control.setMemoryMigrate(other, migrate);
        control.attach(Core.of(process), cpuset(Version.V1, "0"));
        MemoryRange memory = process.map(PAGE);
        process.touch(memory);
        control.attach(Core.of(process), other);
        assertThat(where(process, memory)).isEqualTo(place);
    }

    @ParameterizedTest(name = "7.3/cpuset_memory11, 7.3/cpuset_memory12 mems change, memory_migrate {0}: page on {1}, the next on 1")
    @CsvSource({"false,0", "true,1"})
    void otherNodes(boolean migrate, String place) {
        CpusetControl control = new CpusetControl(Core.of(machine.spawn()).mainTask());
        Cpuset set = cpuset(Version.V1, "0");
        control.setMemoryMigrate(set, migrate);
        control.attach(Core.of(process), set);
        MemoryRange memory = process.map(2 * PAGE);
        process.touch(new MemoryRange(memory.start(), PAGE));
        control.setMems(set, NodeSet.of(1));
        process.touch(memory);
        assertThat(where(process, memory)).isEqualTo(place + " 1");
    }

    @Test
    @DisplayName("7.3/cpuset_memory13, 7.3/cpuset_memory14 two threads in sets of their own allocate each in its own")
    void twoThreads() {
        MemoryRange memory = process.map(2 * PAGE);
        for (int i = 0; i < 2; i++) {
            Task thread = Core.of(process).newThread(0);
            thread.enter(cpuset(Version.V1, Integer.toString(i + 2)));
            long page = memory.start() / PAGE + i;
            Core.of(machine).exclusively(() -> new PageFault(thread, true, null).touch(page, page + 1));
        }
        assertThat(where(process, memory)).isEqualTo("2 3");
    }

    @ParameterizedTest(name = "7.3/numa01 mode {0} of [{1}] on CPU {2}: base pages and huge pages on {3}")
    @CsvSource({"2,1,0,1", "1,3,0,3", "4,,4,2", "0,,6,3"})
    void numactl(int mode, String nodes, int cpu, String place) {
        process.runOn(cpu);
        assertThat(calls.setMempolicy(mode, nodes == null ? "" : nodes)).isEqualTo("0");
        MemoryRange small = process.map(4 * PAGE);
        MemoryRange huge = process.mapHuge(Core.of(machine).geometry().hugeSize());
        process.touch(small);
        process.touch(huge);
        assertThat(where(process, small)).isEqualTo(all(place, 4));
        assertThat(where(process, huge)).isEqualTo(all(place, 512));
    }
}
