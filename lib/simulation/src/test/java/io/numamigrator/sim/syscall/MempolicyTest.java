package io.numamigrator.sim.syscall;

import static io.numamigrator.sim.fixture.RawCalls.NULL;
import static io.numamigrator.sim.fixture.RawCalls.WILD;
import static io.numamigrator.sim.fixture.RawCalls.ints;
import static io.numamigrator.sim.fixture.RawCalls.longs;
import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.MemoryRange;
import io.numamigrator.NodeSet;
import io.numamigrator.sim.Core;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;
import io.numamigrator.sim.fault.ProcessMemory;
import io.numamigrator.sim.fixture.Outcome;
import io.numamigrator.sim.fixture.PageKinds;
import io.numamigrator.sim.fixture.RawCalls;
import io.numamigrator.sim.mm.FileSystem;
import io.numamigrator.sim.mm.SimulatedFile;
import io.numamigrator.sim.task.Cpuset;
import io.numamigrator.sim.task.Cpuset.Version;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SEMANTICS 3.3, 3.4 and 3.5: set_mempolicy, get_mempolicy, home nodes, and what they make of first touches. */
class MempolicyTest {

    private static final int NODE = 1;
    private static final int ADDR = 2;
    private static final int MEMS_ALLOWED = 4;

    private SimulatedMachine machine;
    private SimulatedProcess process;
    private RawCalls calls;

    @BeforeEach
    void boot() {
        boot("6.12");
    }

    private void boot(String kernel) {
        machine = SimulatedMachine.builder().nodes(4, 1L << 30).memoryless(4).kernel(kernel).zeroPageOn(2).build();
        process = machine.process();
        calls = new RawCalls(process);
    }

    private String get(MemorySegment mode, MemorySegment mask, long maxNode, long address, int flags) {
        return Outcome.name(calls.kernel.getMempolicy(calls.frame(), mode, mask, maxNode, address, flags));
    }

    private String touched(int pages) {
        MemoryRange memory = process.map(pages * 4096L);
        process.touch(memory);
        long[] addresses = LongStream.range(0, pages).map(i -> memory.start() + i * 4096).toArray();
        return calls.query(0, addresses).statuses();
    }

    @Test
    @DisplayName("3.3 DEFAULT removes the task policy")
    void defaultRemoves() {
        assertThat(calls.setMempolicy(2, "1")).isEqualTo("0");
        assertThat(calls.taskPolicy()).isEqualTo("2:1");
        assertThat(calls.setMempolicy(0, "")).isEqualTo("0");
        assertThat(calls.taskPolicy()).isEqualTo("0:");
    }

    @Test
    @DisplayName("3.3 modes are checked before the mask is read")
    void theModeFirst() {
        assertThat(Outcome.name(calls.kernel.setMempolicy(calls.frame(), 99, WILD, 64))).isEqualTo("-EINVAL");
        assertThat(Outcome.name(calls.kernel.setMempolicy(calls.frame(), 2, WILD, 64))).isEqualTo("-EFAULT");
    }

    @ParameterizedTest(name = "3.3 and LTP set_mempolicy01: first touches under mode {0} of [{1}] on CPU {2} are on {3}")
    @CsvSource(delimiter = '|', textBlock = """
            0 |     | 2 | 2 2 2 2
            2 | 1,3 | 0 | 1 1 1 1
            2 | 3   | 0 | 3 3 3 3
            1 | 3   | 0 | 3 3 3 3
            1 |     | 1 | 1 1 1 1
            4 |     | 3 | 3 3 3 3
            5 | 2,3 | 0 | 2 2 2 2
            0 |     | 4 | 0 0 0 0
            """)
    void whereFirstTouchesGo(int mode, String nodes, int cpu, String places) {
        process.runOn(cpu);
        assertThat(calls.setMempolicy(mode, nodes == null ? "" : nodes)).isEqualTo("0");
        assertThat(touched(4)).isEqualTo(places);
    }

    @Test
    @DisplayName("3.3 LTP set_mempolicy02: 16 interleaved pages are evenly split, in a child as well")
    void interleavedPages() {
        assertThat(calls.setMempolicy(3, "0-3")).isEqualTo("0");
        assertThat(touched(16).chars().filter(c -> c == '2').count()).isEqualTo(4);
        process = process.fork();
        calls = new RawCalls(process);
        assertThat(calls.taskPolicy()).isEqualTo("3:0-3");
        assertThat(touched(16).chars().filter(c -> c == '3').count()).isEqualTo(4);
    }

    @Test
    @DisplayName("3.3 the rotor begins with the lowest node, and begins again with the policy")
    void theRotor() {
        SimulatedFile file = new SimulatedFile("/data", FileSystem.DISK);
        assertThat(calls.setMempolicy(3, "1,3")).isEqualTo("0");
        assertThat(get(NULL, NULL, 0, 0, NODE)).isEqualTo("0");
        MemoryRange memory = new ProcessMemory(Core.of(process)).mapFile(file, 0, 12 * 4096, true);
        process.read(new MemoryRange(memory.start(), 1));
        MemorySegment next = ints(-1);
        get(next, NULL, 0, 0, NODE);
        assertThat(next.get(ValueLayout.JAVA_INT, 0)).isEqualTo(3);
        assertThat(calls.query(0, memory.start()).statuses()).isEqualTo("1");
        assertThat(calls.setMempolicy(3, "1,3")).isEqualTo("0");
        get(next, NULL, 0, 0, NODE);
        assertThat(next.get(ValueLayout.JAVA_INT, 0)).isEqualTo(1);
    }

    @Test
    @DisplayName("3.1 WEIGHTED_INTERLEAVE gives nodes pages by their weights")
    void weights() {
        Core.of(machine).setWeight(1, 3);
        assertThat(calls.setMempolicy(6, "0,1")).isEqualTo("0");
        String places = touched(16);
        assertThat(places.chars().filter(c -> c == '1').count()).isEqualTo(12);
        assertThat(places).contains("0 1 1 1 0 1 1 1");
    }

    @Test
    @DisplayName("3.3 threads have policies of their own")
    void threads() {
        RawCalls other = new RawCalls(process, Core.of(process).newThread(1));
        assertThat(calls.setMempolicy(2, "1")).isEqualTo("0");
        assertThat(other.taskPolicy()).isEqualTo("0:");
    }

    @Test
    @DisplayName("3.3 set_mempolicy moves nothing")
    void nothingMoves() {
        MemoryRange memory = process.map(4096);
        process.touch(memory);
        assertThat(calls.setMempolicy(2, "3")).isEqualTo("0");
        assertThat(calls.query(0, memory.start()).statuses()).isEqualTo("0");
    }

    @ParameterizedTest(name = "3.4 get_mempolicy with a mask of maxnode {1} on {0}: {2}")
    @CsvSource({"6.12,4,-EINVAL", "6.12,5,0", "5.0,5,0", "4.20,5,-EINVAL", "4.20,1023,-EINVAL", "4.20,1024,0"})
    void roomForTheMask(String kernel, long maxNode, String result) {
        boot(kernel);
        assertThat(get(NULL, longs(new long[16]), maxNode, 0, 0)).isEqualTo(result);
        assertThat(get(NULL, NULL, maxNode, 0, 0)).isEqualTo("0");
    }

    @Test
    @DisplayName("3.4 the checks in their order")
    void checks() {
        assertThat(get(NULL, NULL, 0, 0, 0)).as("all NULL").isEqualTo("0");
        assertThat(get(NULL, NULL, 0, 0, 8)).isEqualTo("-EINVAL");
        assertThat(get(NULL, NULL, 0, 0, -1)).as("LTP get_mempolicy02").isEqualTo("-EINVAL");
        assertThat(get(NULL, NULL, 0, 0, MEMS_ALLOWED | NODE)).isEqualTo("-EINVAL");
        assertThat(get(NULL, NULL, 0, 0, MEMS_ALLOWED | ADDR)).isEqualTo("-EINVAL");
        assertThat(get(NULL, NULL, 0, 0xdead000, MEMS_ALLOWED)).as("address ignored").isEqualTo("0");
        assertThat(get(NULL, NULL, 0, 0, ADDR)).as("LTP get_mempolicy02").isEqualTo("-EFAULT");
        assertThat(get(NULL, NULL, 0, 0xdead000, ADDR)).isEqualTo("-EFAULT");
        assertThat(get(NULL, NULL, 0, 0xdead000, 0)).isEqualTo("-EINVAL");
        assertThat(get(NULL, NULL, 0, 0, NODE)).as("no interleaving").isEqualTo("-EINVAL");
    }

    @Test
    @DisplayName("3.4 MEMS_ALLOWED is unknown before 2.6.24, and tells the cpuset since")
    void memsAllowed() {
        Core.of(process).mainTask()
                .enter(new Cpuset("/a", Version.V2, Core.processes(machine).rootCpuset(), NodeSet.of(1, 3)));
        assertThat(calls.policy(0, MEMS_ALLOWED)).isEqualTo("0:1,3");
        boot("2.6.23");
        assertThat(calls.policy(0, MEMS_ALLOWED)).isEqualTo("-EINVAL");
    }

    @Test
    @DisplayName("3.4 NODE and ADDR: the node of the page; an untouched page shows the zero page, and is EFAULT from then on")
    void nodeOfAPage() {
        MemoryRange memory = process.map(2 * 4096);
        process.place(new MemoryRange(memory.start(), 1), 3);
        MemorySegment node = ints(-1);

        assertThat(get(node, NULL, 0, memory.start() + 17, NODE | ADDR)).isEqualTo("0");
        assertThat(node.get(ValueLayout.JAVA_INT, 0)).isEqualTo(3);
        assertThat(get(node, NULL, 0, memory.start() + 4096, NODE | ADDR)).isEqualTo("0");
        assertThat(node.get(ValueLayout.JAVA_INT, 0)).isEqualTo(2);
        assertThat(calls.query(0, memory.start() + 4096).statuses()).isEqualTo("-EFAULT");
    }

    @Test
    @DisplayName("3.4 NODE and ADDR of a PROT_NONE page is EFAULT")
    void nodeOfAForbiddenPage() {
        assertThat(get(ints(0), NULL, 0, new PageKinds(process).address("protnone", 1), NODE | ADDR))
                .isEqualTo("-EFAULT");
    }

    @Test
    @DisplayName("3.4 ADDR alone: the area's own policy, not the thread's")
    void policyOfAnArea() {
        MemoryRange memory = process.map(4096);
        calls.setMempolicy(2, "1");
        assertThat(calls.policyAt(memory.start())).isEqualTo("0:");
        calls.mbind(memory.start(), 4096, 3, "2,3", 0);
        assertThat(calls.policyAt(memory.start())).isEqualTo("3:2-3");
        assertThat(calls.policyAt(memory.start() + 4095)).isEqualTo("3:2-3");
    }

    @Test
    @DisplayName("3.4 the mask: whole words, what lies beyond the kernel's nodes is zeroed, more than a page is EINVAL")
    void theMaskThatIsWritten() {
        calls.setMempolicy(2, "1");
        MemorySegment mask = longs(-1, -1, -1);
        assertThat(get(NULL, mask, 65, 0, 0)).isEqualTo("0");
        assertThat(mask.toArray(ValueLayout.JAVA_LONG)).containsExactly(2, -1, -1);
        assertThat(get(NULL, mask, 66, 0, 0)).isEqualTo("0");
        assertThat(mask.toArray(ValueLayout.JAVA_LONG)).containsExactly(2, 0, -1);
        assertThat(get(NULL, longs(new long[512]), 32769, 0, 0)).isEqualTo("0");
        assertThat(get(NULL, longs(new long[513]), 32770, 0, 0)).isEqualTo("-EINVAL");
        assertThat(get(NULL, longs(0), 66, 0, 0)).isEqualTo("-EFAULT");
    }

    @Test
    @DisplayName("3.4 the mode is stored before the mask: it is written even if the mask cannot be; earlier errors write nothing")
    void theModeIsStoredFirst() {
        calls.setMempolicy(2, "1");
        MemorySegment mode = ints(-77);
        assertThat(get(mode, WILD, 65, 0, 0)).isEqualTo("-EFAULT");
        assertThat(mode.get(ValueLayout.JAVA_INT, 0)).isEqualTo(2);
        mode.set(ValueLayout.JAVA_INT, 0, -77);
        assertThat(get(mode, WILD, 4, 0, 0)).isEqualTo("-EINVAL");
        assertThat(mode.get(ValueLayout.JAVA_INT, 0)).isEqualTo(-77);
        assertThat(get(WILD, NULL, 0, 0, 0)).isEqualTo("-EFAULT");
    }

    private String home(long start, long length, long node, long flags) {
        return Outcome.name(calls.kernel.setMempolicyHomeNode(calls.frame(), start, length, node, flags));
    }

    @Test
    @DisplayName("3.5 home node: its checks, and that the page comes from the node nearest to it")
    void homeNodes() {
        MemoryRange memory = process.map(2 * 4096);
        assertThat(home(memory.start() + 1, 4096, 1, 0)).isEqualTo("-EINVAL");
        assertThat(home(memory.start(), 4096, 1, 1)).isEqualTo("-EINVAL");
        assertThat(home(memory.start(), 4096, 9, 0)).isEqualTo("-EINVAL");
        assertThat(home(memory.start(), 4096, -1, 0)).isEqualTo("-EINVAL");
        assertThat(home(memory.start(), -4097, 1, 0)).as("wrap").isEqualTo("-EINVAL");
        assertThat(home(memory.start(), 0, 1, 0)).isEqualTo("0");
        assertThat(home(memory.start(), 4096, 1, 0)).as("no policy").isEqualTo("-ENOENT");
        assertThat(home(0xdead000, 4096, 1, 0)).as("unmapped").isEqualTo("-ENOENT");
        calls.mbind(memory.start(), 8192, 2, "1-3", 0);
        assertThat(home(memory.start(), 8192, 3, 0)).isEqualTo("0");
        assertThat(home(memory.start(), 8192, 4, 0)).as("a node without memory will do").isEqualTo("0");
        assertThat(home(memory.start(), 8192, 3, 0)).isEqualTo("0");
        process.touch(memory);
        assertThat(calls.query(0, memory.start()).statuses()).isEqualTo("3");
    }

    @Test
    @DisplayName("3.5 another policy than BIND and PREFERRED_MANY is EOPNOTSUPP, and areas before it keep the change")
    void homeNodesOfOtherPolicies() {
        MemoryRange memory = process.map(2 * 4096);
        calls.mbind(memory.start(), 4096, 2, "1-3", 0);
        calls.mbind(memory.start() + 4096, 4096, 3, "1-3", 0);
        assertThat(home(memory.start(), 8192, 3, 0)).isEqualTo("-EOPNOTSUPP");
        process.touch(new MemoryRange(memory.start(), 1));
        assertThat(calls.query(0, memory.start()).statuses()).isEqualTo("3");
    }

    @Test
    @DisplayName("3.5 ENOSYS before 5.17")
    void noHomeNodes() {
        boot("5.16");
        assertThat(home(0, 0, 0, 0)).isEqualTo("-ENOSYS");
        boot("5.17");
        assertThat(home(0, 0, 0, 0)).isEqualTo("0");
    }
}
