package io.numamigrator.sim.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.MemoryRange;
import io.numamigrator.sim.Core;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;
import io.numamigrator.sim.fault.ProcessMemory;
import io.numamigrator.sim.fixture.PageBatch;
import io.numamigrator.sim.fixture.RawCalls;
import io.numamigrator.sim.mm.FileSystem;
import io.numamigrator.sim.mm.SimulatedFile;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS 3.2: mbind. */
class MbindTest {

    /** Two nodes with CPUs, and beside each of them one without: 2 beside 0, 3 beside 1. */
    private static final String NEAR_AND_FAR =
            "2x[4cpu,4G]+2x[0cpu,16G]/0:2=17/1:3=17/0:3=28/1:2=28/2:3=28";

    private static final int DEFAULT = 0;
    private static final int PREFERRED = 1;
    private static final int BIND = 2;
    private static final int INTERLEAVE = 3;
    private static final int LOCAL = 4;
    private static final int STRICT = 1;
    private static final int MOVE = 2;
    private static final int MOVE_ALL = 4;

    private PageBatch batch;
    private RawCalls calls;

    @BeforeEach
    void boot() {
        boot("6.12");
    }

    private void boot(String kernel) {
        batch = PageBatch.on(kernel);
        calls = new RawCalls(batch.process);
    }

    private MemoryRange pages(int count, int node) {
        MemoryRange memory = batch.process.map(count * 4096L);
        batch.process.place(memory, node);
        return memory;
    }

    private String bind(MemoryRange memory, int mode, String nodes, int flags) {
        return calls.mbind(memory.start(), memory.bytes(), mode, nodes, flags);
    }

    private String where(MemoryRange memory) {
        long[] pages = LongStream.range(0, memory.bytes() / 4096)
                .map(i -> memory.start() + i * 4096).toArray();
        return calls.query(0, pages).statuses();
    }

    @Test
    @DisplayName("3.2/1-5, 3.2/7, 3.2/8 the checks, each before the next")
    void checksInOrder() {
        long odd = pages(1, 0).start() + 1;
        batch.process.capabilities();
        assertThat(calls.mbind(odd, 0, 99, RawCalls.WILD, 64, 64 | MOVE_ALL)).as("mode").isEqualTo("-EINVAL");
        assertThat(calls.mbind(odd, 0, BIND, RawCalls.WILD, 64, 64 | MOVE_ALL)).as("mask").isEqualTo("-EFAULT");
        assertThat(calls.mbind(odd, 0, BIND, "1", 64 | MOVE_ALL)).as("flags").isEqualTo("-EINVAL");
        assertThat(calls.mbind(odd, 0, BIND, "1", MOVE_ALL)).as("capability").isEqualTo("-EPERM");
        assertThat(calls.mbind(odd, 0, BIND, "1", MOVE)).as("alignment").isEqualTo("-EINVAL");
        assertThat(calls.mbind(odd - 1, -4097, BIND, "1", MOVE)).as("wrap").isEqualTo("-EINVAL");
        assertThat(calls.mbind(odd - 1, 0, BIND, "", MOVE)).as("no length").isEqualTo("0");
        assertThat(calls.mbind(odd - 1, 1, BIND, "", MOVE)).as("contradiction").isEqualTo("-EINVAL");
    }

    @Test
    @DisplayName("3.1 flag 8, LAZY, is always EINVAL")
    void lazy() {
        assertThat(bind(pages(1, 0), BIND, "1", 8)).isEqualTo("-EINVAL");
    }

    @Test
    @DisplayName("3.2/6 DEFAULT drops STRICT: a misplaced page is no EIO, nor is one that stays")
    void defaultDropsStrict() {
        assertThat(bind(pages(1, 0), PREFERRED, "", STRICT)).isEqualTo("-EIO");
        assertThat(bind(pages(1, 0), DEFAULT, "", STRICT)).isEqualTo("0");
        MemoryRange pinned = pages(1, 0);
        batch.process.pin(pinned);
        assertThat(bind(pinned, DEFAULT, "", STRICT | MOVE)).isEqualTo("0");
    }

    @Test
    @DisplayName("3.2/7 a length is rounded up")
    void lengthsAreRoundedUp() {
        MemoryRange memory = pages(3, 0);
        assertThat(calls.mbind(memory.start(), 4097, BIND, "1", 0)).isEqualTo("0");
        assertThat(calls.policyAt(memory.start() + 4096)).isEqualTo("2:1");
        assertThat(calls.policyAt(memory.start() + 8192)).isEqualTo("0:");
    }

    @Test
    @DisplayName("3.2/9 a hole is EFAULT; DEFAULT tolerates it, but not a range without any area")
    void holes() {
        MemoryRange memory = pages(3, 0);
        batch.process.unmap(new MemoryRange(memory.start() + 4096, 4096));
        assertThat(bind(memory, BIND, "1", 0)).isEqualTo("-EFAULT");
        assertThat(bind(memory, DEFAULT, "", 0)).isEqualTo("0");
        assertThat(calls.mbind(memory.start() + 4096, 4096, DEFAULT, "", 0)).isEqualTo("-EFAULT");
        assertThat(calls.mbind(memory.start() + 4096, 8192, BIND, "1", 0)).isEqualTo("-EFAULT");
    }

    @ParameterizedTest(name = "3.2 holes at the ends of the range on {0}: {1}")
    @CsvSource({"4.3,-EFAULT", "4.4,0", "5.4,0", "5.5,-EFAULT", "6.12,-EFAULT"})
    void outerHoles(String kernel, String result) {
        boot(kernel);
        MemoryRange memory = pages(3, 0);
        batch.process.unmap(new MemoryRange(memory.start(), 4096));
        assertThat(bind(memory, BIND, "1", 0)).isEqualTo(result);
    }

    @ParameterizedTest(name = "3.2/9 and LTP mbind02: STRICT alone with a misplaced page on {0} is {1}, policy then {2}")
    @CsvSource({"4.3,-EIO,0:", "4.4,0,2:1", "5.1,0,2:1", "5.2,-EIO,0:", "6.12,-EIO,0:"})
    void strictAlone(String kernel, String result, String policy) {
        boot(kernel);
        MemoryRange memory = pages(1, 0);
        assertThat(bind(memory, BIND, "1", STRICT)).isEqualTo(result);
        assertThat(calls.policyAt(memory.start())).isEqualTo(policy);
        assertThat(where(memory)).isEqualTo("0");
    }

    @Test
    @DisplayName("3.2/9 STRICT alone is content with pages in place and untouched ones")
    void strictAndContent() {
        MemoryRange memory = batch.process.map(4096);
        assertThat(bind(memory, BIND, "1", STRICT)).isEqualTo("0");
        batch.process.touch(memory);
        assertThat(bind(memory, BIND, "1", STRICT)).isEqualTo("0");
        assertThat(where(memory)).isEqualTo("1");
    }

    @Test
    @DisplayName("3.2/10 areas are split where the policy ends, and joined again")
    void areasAreSplitAndJoined() {
        MemoryRange memory = pages(4, 0);
        int before = Core.of(batch.process).requireSpace().areas().size();
        assertThat(calls.mbind(memory.start() + 4096, 8192, BIND, "1", 0)).isEqualTo("0");
        assertThat(Core.of(batch.process).requireSpace().areas()).hasSize(before + 2);
        assertThat(calls.mbind(memory.start() + 4096, 8192, DEFAULT, "", 0)).isEqualTo("0");
        assertThat(Core.of(batch.process).requireSpace().areas()).hasSize(before);
    }

    @ParameterizedTest(name = "3.2/11 and LTP mbind03: {0} moves misplaced pages")
    @ValueSource(ints = {MOVE, MOVE_ALL, MOVE | STRICT})
    void misplacedPagesMove(int flags) {
        MemoryRange memory = pages(5, 0);
        assertThat(bind(memory, BIND, "2", flags)).isEqualTo("0");
        assertThat(where(memory)).isEqualTo("2 2 2 2 2");
    }

    @Test
    @DisplayName("3.2/11 without MOVE nothing moves")
    void withoutMove() {
        MemoryRange memory = pages(2, 0);
        assertThat(bind(memory, BIND, "2", 0)).isEqualTo("0");
        assertThat(where(memory)).isEqualTo("0 0");
    }

    @Test
    @DisplayName("3.2 misplaced means outside of the raw mask: pages on any node of it stay")
    void anyNodeOfTheMaskWillDo() {
        MemoryRange memory = batch.process.map(3 * 4096);
        for (int node = 0; node < 3; node++) {
            batch.process.place(new MemoryRange(memory.start() + node * 4096L, 4096), node);
        }
        assertThat(bind(memory, BIND, "1,2", MOVE)).isEqualTo("0");
        assertThat(where(memory)).isEqualTo("1 1 2");
    }

    @ParameterizedTest(name = "3.2 mode {0} without nodes misplaces every page: all are allocated again, where the thread runs")
    @ValueSource(ints = {DEFAULT, LOCAL, PREFERRED})
    void emptyMasksMisplaceAll(int mode) {
        MemoryRange memory = pages(2, 0);
        batch.process.runOn(7);
        assertThat(bind(memory, mode, "", MOVE)).isEqualTo("0");
        assertThat(where(memory)).isEqualTo("3 3");
    }

    @Test
    @DisplayName("3.2 shared pages are passed over and no failure, even under STRICT")
    void sharedPages() {
        MemoryRange memory = pages(2, 0);
        batch.process.fork();
        assertThat(bind(memory, BIND, "1", MOVE | STRICT)).isEqualTo("0");
        assertThat(where(memory)).isEqualTo("0 0");
        assertThat(bind(memory, BIND, "1", MOVE_ALL | STRICT)).isEqualTo("0");
        assertThat(where(memory)).isEqualTo("1 1");
    }

    @Test
    @DisplayName("3.2/12 and 3.2 pinned pages stay: 0, with STRICT EIO, and the policy stays applied")
    void pinnedPages() {
        MemoryRange memory = pages(2, 0);
        batch.process.pin(new MemoryRange(memory.start(), 1));
        assertThat(bind(memory, BIND, "1", MOVE)).isEqualTo("0");
        assertThat(where(memory)).isEqualTo("0 1");
        assertThat(bind(memory, BIND, "2", MOVE | STRICT)).isEqualTo("-EIO");
        assertThat(where(memory)).isEqualTo("0 2");
        assertThat(calls.policyAt(memory.start())).isEqualTo("2:2");
    }

    @Test
    @DisplayName("3.2 a full node: 0 and moved in part, with STRICT EIO, never ENOMEM")
    void fullNodes() {
        MemoryRange memory = pages(4, 0);
        batch.machine.fill(1, 2 * 4096);
        assertThat(bind(memory, BIND, "1", MOVE)).isEqualTo("0");
        assertThat(where(memory)).isEqualTo("1 1 0 0");
        assertThat(bind(memory, BIND, "1", MOVE | STRICT)).isEqualTo("-EIO");
    }

    @ParameterizedTest(name = "3.2 STRICT with MOVE and an area whose pages nobody moves, on {0}: {1}")
    @CsvSource({"5.2,0", "5.3,-EIO", "6.12,-EIO"})
    void areasThatCannotMove(String kernel, String result) {
        boot(kernel);
        long page = batch.kinds.address("low-zone", 0);
        assertThat(calls.mbind(page, 4096, BIND, "1", MOVE | STRICT)).isEqualTo(result);
        assertThat(calls.mbind(page, 4096, BIND, "1", MOVE)).isEqualTo("0");
    }

    @Test
    @DisplayName("3.2 destination: BIND and PREFERRED_MANY take the nearest node of the mask")
    void theNearestNode() {
        SimulatedMachine machine = SimulatedMachine.builder().nodes(NEAR_AND_FAR).kernel("6.12").build();
        batch = new PageBatch(machine);
        calls = new RawCalls(batch.process);
        batch.process.runOn(4);
        MemoryRange memory = pages(1, 0);
        assertThat(bind(memory, BIND, "2,3", MOVE)).isEqualTo("0");
        assertThat(where(memory)).as("node 3 is beside node 1").isEqualTo("3");
    }

    @ParameterizedTest(name = "3.2 up to 2.6.25 BIND takes the lowest node of the mask: on {0} node {1}")
    @CsvSource({"2.6.25,2", "2.6.26,3"})
    void theLowestNode(String kernel, String node) {
        SimulatedMachine machine = SimulatedMachine.builder().nodes(NEAR_AND_FAR).kernel(kernel).build();
        batch = new PageBatch(machine);
        batch.process.runOn(4);
        MemoryRange memory = batch.process.map(4096);
        assertThat(new RawCalls(batch.process).mbind(memory.start(), 4096, BIND, "2,3", 0)).isEqualTo("0");
        batch.process.touch(memory);
        assertThat(new RawCalls(batch.process).query(0, memory.start()).statuses()).isEqualTo(node);
    }

    @Test
    @DisplayName("3.2 destination: INTERLEAVE by the page's number, which is the address for private memory")
    void interleaving() {
        MemoryRange memory = pages(6, 3);
        assertThat(bind(memory, INTERLEAVE, "0-2", MOVE)).isEqualTo("0");
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            expected.append(i == 0 ? "" : " ").append((memory.start() / 4096 + i) % 3);
        }
        assertThat(where(memory)).hasToString(expected.toString());
    }

    @ParameterizedTest(name = "3.2 the interleave index on {0} is of {1} bits: page 34090111929 of 3 nodes is on node {2}")
    @CsvSource({"6.1,32,2", "6.6,32,2", "6.7,64,0", "6.12,64,0"})
    void theInterleaveIndex(String kernel, int bits, int node) {
        boot(kernel);
        long index = 34090111929L;
        assertThat((bits == 32 ? index & 0xffffffffL : index) % 3).isEqualTo(node);
        MemoryRange memory = new MemoryRange(index * 4096, 4096);
        batch.process.adopt(memory);
        assertThat(bind(memory, INTERLEAVE, "0-2", 0)).isEqualTo("0");
        batch.process.touch(memory);
        assertThat(where(memory)).isEqualTo(Integer.toString(node));
    }

    @ParameterizedTest(name = "3.2 on {0} without swap MOVE is {1}")
    @CsvSource({"2.6.16,-ENODEV", "2.6.17,-ENODEV", "2.6.18,0"})
    void withoutSwap(String kernel, String result) {
        batch = new PageBatch(SimulatedMachine.twoNodes().toBuilder().kernel(kernel).build());
        calls = new RawCalls(batch.process);
        MemoryRange memory = pages(1, 0);
        assertThat(bind(memory, BIND, "1", MOVE)).isEqualTo(result);
        assertThat(bind(memory, BIND, "1", 0)).isEqualTo("0");
    }

    @ParameterizedTest(name = "3.2 and 0.3 mlockedVmaSkipped: mbind with MOVE on {0} leaves a locked page on node {1}")
    @CsvSource({"2.6.18,0", "2.6.20,0", "2.6.21,1"})
    void lockedPages(String kernel, int node) {
        boot(kernel);
        long page = batch.kinds.address("mlocked", 0);
        assertThat(calls.mbind(page, 4096, BIND, "1", MOVE)).isEqualTo("0");
        assertThat(calls.query(0, page).statuses()).isEqualTo(Integer.toString(node));
    }

    @ParameterizedTest(name = "3.2 and LTP mbind04: 16 pages under mode {0} of node {1}, flags {2}, in parent and child")
    @CsvSource({"1,0,0", "1,3,1", "2,0,1", "2,2,0", "3,1,0", "3,3,1"})
    void beforeTouching(int mode, String node, int flags) {
        MemoryRange memory = batch.process.map(16 * 4096);
        assertThat(bind(memory, mode, node, flags)).isEqualTo("0");
        SimulatedProcess child = batch.process.fork();
        batch.process.touch(memory);
        child.touch(memory);
        String all = (node + " ").repeat(16).stripTrailing();
        assertThat(where(memory)).isEqualTo(all);
        calls = new RawCalls(child);
        assertThat(where(memory)).isEqualTo(all);
    }

    @ParameterizedTest(name = "3.7 of {0} pages, mapped twice, all go where one mapping was bound to")
    @ValueSource(ints = {1, 4})
    void aPolicyOfShmemIsThatOfTheFile(int pages) {
        SimulatedFile file = new SimulatedFile("/memfd", FileSystem.SHMEM);
        ProcessMemory mappings = new ProcessMemory(Core.of(batch.process));
        MemoryRange bound = mappings.mapFile(file, 0, pages * 4096L, true);
        MemoryRange other = mappings.mapFile(file, 0, pages * 4096L, true);

        assertThat(bind(bound, BIND, "3", 0)).isEqualTo("0");
        batch.process.touch(other);

        assertThat(where(other)).isEqualTo("3" + " 3".repeat(pages - 1));
    }

    @Test
    @DisplayName("3.7 a file on a disk knows no policy of an area")
    void aFileOnADiskHasNone() {
        MemoryRange memory =
                new ProcessMemory(Core.of(batch.process)).mapFile(new SimulatedFile("/data", FileSystem.DISK), 0, 4096,
                        true);

        assertThat(bind(memory, BIND, "3", 0)).isEqualTo("0");
        batch.process.touch(memory);

        assertThat(where(memory)).isEqualTo("0");
    }
}
