package io.numamigrator.sim.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.MemoryRange;
import io.numamigrator.sim.Core;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;
import io.numamigrator.sim.fault.ProcessMemory;
import io.numamigrator.sim.fixture.Outcome;
import io.numamigrator.sim.fixture.PageKinds;
import io.numamigrator.sim.fixture.RawCalls;
import io.numamigrator.sim.mm.Backing;
import io.numamigrator.sim.mm.FileSystem;
import io.numamigrator.sim.mm.SimulatedFile;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SEMANTICS 7.1: what the Linux Test Project asks of move_pages(2), on two nodes. */
class LtpMovePagesTest {

    private static final int A = 0;
    private static final int B = 1;
    private static final int PAGE = 4096;
    private static final int MOVE = MovePages.MOVE;
    private static final int MOVE_ALL = MovePages.MOVE_ALL;

    private SimulatedMachine machine = SimulatedMachine.twoNodes();
    private SimulatedProcess process = machine.process();

    private void boot(String kernel) {
        machine = SimulatedMachine.twoNodes().toBuilder().kernel(kernel).build();
        process = machine.process();
    }

    private MemoryRange on(int node, int pages) {
        MemoryRange memory = process.map(pages * (long) PAGE);
        process.place(memory, node);
        return memory;
    }

    private static long[] pages(MemoryRange memory) {
        return IntStream.range(0, (int) (memory.bytes() / PAGE)).mapToLong(i -> memory.start() + (long) i * PAGE)
                .toArray();
    }

    private Outcome move(SimulatedProcess caller, int pid, long[] pages, int node, int flags) {
        int[] nodes = IntStream.generate(() -> node).limit(pages.length).toArray();
        return new RawCalls(caller).movePages(pid, pages, nodes, flags);
    }

    private Outcome move(MemoryRange memory, int node, int flags) {
        return move(process, 0, pages(memory), node, flags);
    }

    private static Outcome outcome(String statuses) {
        return new Outcome("0", statuses);
    }

    @Test
    @DisplayName("7.1/01 a query tells the nodes, and get_mempolicy agrees")
    void query() {
        long[] pages = {on(A, 1).start(), on(B, 1).start()};
        assertThat(new RawCalls(process).query(0, pages)).isEqualTo(outcome("0 1"));
        for (int node : new int[] {A, B}) {
            MemorySegment told = RawCalls.ints(-1);
            assertThat(new RawCalls(process).kernel.getMempolicy(new RawCalls(process).frame(), told,
                    RawCalls.NULL, 0, pages[node], 3)).isZero();
            assertThat(told.getAtIndex(java.lang.foreign.ValueLayout.JAVA_INT, 0)).isEqualTo(node);
        }
    }

    @Test
    @DisplayName("7.1/02 pages move, and are there still after a write to each")
    void moveAndWrite() {
        MemoryRange memory = on(A, 2);
        assertThat(move(memory, B, MOVE)).isEqualTo(outcome("1 1"));
        process.touch(memory);
        assertThat(new RawCalls(process).query(0, pages(memory))).isEqualTo(outcome("1 1"));
    }

    @Test
    @DisplayName("7.1/03 root moves shared pages that a child has touched")
    void shared() {
        MemoryRange memory = process.mapShared(2 * PAGE);
        process.place(memory, A);
        process.fork().touch(memory);
        assertThat(move(memory, B, MOVE_ALL)).isEqualTo(outcome("1 1"));
    }

    @ParameterizedTest(name = "7.1/04 on {0} touched, untouched, read and unmapped addresses are {1}")
    @CsvSource({
        "4.2, 1 -ENOENT -ENOENT -EFAULT",
        "4.3, 1 -EFAULT -EFAULT -EFAULT",
        "6.11, 1 -EFAULT -EFAULT -EFAULT",
        "6.12, 1 -ENOENT -EFAULT -EFAULT",
        "7.3, 1 -ENOENT -EFAULT -EFAULT"})
    void missingPages(String kernel, String statuses) {
        boot(kernel);
        PageKinds kinds = new PageKinds(process);
        long[] pages = {on(A, 1).start(), kinds.address("none", A), kinds.address("zero", A), kinds.address("hole", A)};
        assertThat(move(process, 0, pages, B, MOVE)).isEqualTo(outcome(statuses));
    }

    @Test
    @DisplayName("7.1/05 pages shared with a child are EACCES under MOVE, the one that is not moves")
    void sharedUnderMove() {
        MemoryRange memory = process.mapShared(2 * PAGE);
        process.place(memory, A);
        process.fork().touch(memory);
        long[] pages = {memory.start(), memory.start() + PAGE, on(A, 1).start()};
        assertThat(move(process, 0, pages, B, MOVE)).isEqualTo(outcome("-EACCES -EACCES 1"));
    }

    @Test
    @DisplayName("7.1/06 a node above the highest is ENODEV")
    void noSuchNode() {
        assertThat(move(on(A, 2), 2, MOVE).result()).isEqualTo("-ENODEV");
    }

    @Test
    @DisplayName("7.1/07 an unused pid is ESRCH")
    void noSuchProcess() {
        assertThat(move(process, 123_456, pages(on(A, 2)), B, MOVE).result()).isEqualTo("-ESRCH");
    }

    @ParameterizedTest(name = "7.1/08 on {0} a count of ULONG_MAX is {1}")
    @CsvSource({"2.6.18,-E2BIG", "2.6.28,-E2BIG", "2.6.29,-EFAULT", "6.12,-EFAULT"})
    void tooMany(String kernel, String result) {
        boot(kernel);
        long page = on(A, 1).start();
        assertThat(new RawCalls(process).movePages(0, -1L, RawCalls.longs(page), RawCalls.ints(B),
                RawCalls.ints(0), MOVE)).isEqualTo(result);
    }

    @ParameterizedTest(name = "7.1/09 on {0} pages sent where they are: {1}")
    @CsvSource({"2.6.18,-ENOENT", "2.6.29,0", "4.17,0", "5.10,0", "6.12,0"})
    void inPlace(String kernel, String result) {
        boot(kernel);
        assertThat(move(on(B, 2), B, MOVE).result()).isEqualTo(result);
    }

    @Test
    @DisplayName("7.1/10 the flag STRICT is EINVAL")
    void strict() {
        assertThat(move(on(A, 2), B, 1).result()).isEqualTo("-EINVAL");
    }

    @Test
    @DisplayName("7.1/11 nobody may not MOVE_ALL")
    void unprivileged() {
        MemoryRange memory = process.mapShared(2 * PAGE);
        process.place(memory, A);
        SimulatedProcess child = process.fork();
        child.touch(memory);
        child.become(65534);
        assertThat(move(child, 0, pages(memory), B, MOVE_ALL).result()).isEqualTo("-EPERM");
    }

    @Test
    @DisplayName("7.1/12.1 hugetlb pages that one thread moves while another maps and unmaps: only ENOMEM is tolerated")
    void hugetlbBackAndForth() throws InterruptedException {
        machine.hugetlbPages(A, 4);
        machine.hugetlbPages(B, 4);
        ProcessMemory mappings = new ProcessMemory(Core.of(process));
        SimulatedProcess child = machine.spawn();
        long huge = Core.of(machine).geometry().hugeSize();
        MemoryRange[] memory = {mappings.mapBacking(hugetlb(), 0, 2 * huge, false, "")};
        List<String> results = new ArrayList<>();
        Thread mover = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < 500; i++) {
                long[] pages = {memory[0].start(), memory[0].start() + huge};
                results.add(move(child, process.pid(), pages, i % 2, MOVE_ALL).result());
            }
        });
        for (int i = 0; i < 500; i++) {
            process.touch(memory[0]);
            process.unmap(memory[0]);
            mappings.adopt(memory[0], hugetlb(), false, "");
        }
        mover.join();
        assertThat(results).hasSize(500).containsOnly("0");
        assertThat(Core.of(machine).node(A).hugetlb.total() + Core.of(machine).node(B).hugetlb.total()).isEqualTo(8);
    }

    private static Backing hugetlb() {
        return new Backing.Hugetlb(new SimulatedFile("/anon_hugepage (deleted)", FileSystem.SHMEM));
    }
}
