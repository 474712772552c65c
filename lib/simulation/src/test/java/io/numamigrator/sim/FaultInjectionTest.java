package io.numamigrator.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.numamigrator.Errno;
import io.numamigrator.MemoryRange;
import io.numamigrator.MoveResult;
import io.numamigrator.NodeSet;
import io.numamigrator.Placement;
import io.numamigrator.sim.fixture.Outcome;
import io.numamigrator.sim.fixture.PageBatch;
import io.numamigrator.sim.fixture.RawCalls;
import io.numamigrator.sim.syscall.MovePages;
import io.numamigrator.sim.task.Process;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong to order. */
class FaultInjectionTest {

    private final PageBatch batch = PageBatch.on("6.12");
    private final FaultInjection faults = batch.machine.faults();

    private static long[] pages(MemoryRange memory) {
        return IntStream.range(0, (int) (memory.bytes() / 4096)).mapToLong(i -> memory.start() + i * 4096L).toArray();
    }

    private MemoryRange on(int node, int pages) {
        MemoryRange memory = batch.process.map(pages * 4096L);
        batch.process.place(memory, node);
        return memory;
    }

    @Test
    void theNthCallIsAnsweredAndNotCarriedOut() {
        faults.answer(SystemCall.MOVE_PAGES, 2, Errno.EINTR);
        assertThat(batch.move("x>1").result()).isEqualTo("0");
        assertThat(batch.move("x>2").result()).isEqualTo("-EINTR");
        assertThat(batch.places()).isEqualTo("1");
        assertThat(batch.move("x>2").result()).isEqualTo("0");
    }

    @Test
    void aRefusedCallIsRefusedEveryTime() {
        faults.refuse(SystemCall.MBIND, Errno.EPERM);
        MemoryRange memory = on(0, 1);
        for (int i = 0; i < 3; i++) {
            assertThat(new RawCalls(batch.process).mbind(memory.start(), 4096, 2, "1", 0)).isEqualTo("-EPERM");
        }
        faults.clear();
        assertThat(new RawCalls(batch.process).mbind(memory.start(), 4096, 2, "1", 0)).isEqualTo("0");
    }

    @Test
    void anInterruptionMovesWhatWasQueuedBefore() {
        faults.interruptAtEntry(2);
        assertThat(batch.move("g>1 g>1 g>1 g>1")).isEqualTo(new Outcome("-EINTR", "1 1 · ·"));
        assertThat(batch.places()).isEqualTo("1 1 0 0");
        assertThat(batch.move("g>1 g>1 g>1").result()).isEqualTo("0");
    }

    @Test
    void theLibraryNamesTheInterruption() {
        MemoryRange memory = on(0, 8);
        faults.answer(SystemCall.MOVE_PAGES, 1, Errno.EINTR);
        assertThatThrownBy(() -> batch.machine.migrator().move(
                Placement.of(pages(memory), new int[] {1, 1, 1, 1, 1, 1, 1, 1}))
                .orThrow()).hasMessageContaining("EINTR");
    }

    @Test
    void aCpusetThatChangesBetweenCallsRefusesTheRest() {
        MemoryRange first = on(0, 1);
        batch.name("first", first.start());
        faults.before(SystemCall.MOVE_PAGES, 2, () -> batch.process.confineTo(NodeSet.of(0, 1)));
        assertThat(batch.move("first>3").result()).isEqualTo("0");
        assertThat(batch.move("first>2").result()).isEqualTo("-EACCES");
    }

    @Test
    void aProcessThatExitsInMidPlanIsSaidToBeGone() {
        SimulatedProcess other = batch.machine.spawn();
        MemoryRange memory = other.map(4 * 4096);
        other.place(memory, 0);
        RawCalls calls = new RawCalls(batch.process);
        faults.before(SystemCall.MOVE_PAGES, 2, other::exit).before(SystemCall.MOVE_PAGES, 3, other::reap);
        assertThat(calls.query(other.pid(), pages(memory)).statuses()).isEqualTo("0 0 0 0");
        assertThat(calls.query(other.pid(), pages(memory)).result()).isEqualTo("-EINVAL");
        assertThat(calls.query(other.pid(), pages(memory)).result()).isEqualTo("-ESRCH");
    }

    @Test
    void aNodeThatIsUnpluggedBetweenCallsIsNoDevice() {
        MemoryRange memory = on(3, 2);
        batch.name("x", memory.start());
        faults.before(SystemCall.MOVE_PAGES, 2, () -> batch.machine.unplug(3));
        assertThat(batch.move("x>3").result()).isEqualTo("0");
        assertThat(batch.move("x>3").result()).isEqualTo("-ENODEV");
        assertThat(batch.machine.core().nodesWithMemory()).isEqualTo(NodeSet.of(0, 1, 2));
        assertThat(new RawCalls(batch.process).query(0, pages(memory)).statuses()).isEqualTo("0 0");
        assertThat(batch.machine.toString()).contains("node 3: no memory");
    }

    @Test
    void aNodeWithPagesThatAreHeldStays() {
        batch.process.pin(on(3, 1));
        assertThatThrownBy(() -> batch.machine.unplug(3)).hasMessageContaining("node 3 is busy: 1 of its pages");
        assertThat(batch.machine.core().nodesWithMemory()).isEqualTo(NodeSet.parse("0-3"));
        assertThat(batch.machine.freeBytes(3)).isPositive();
    }

    @Test
    void theLastNodeWithMemoryStays() {
        assertThatThrownBy(() -> SimulatedMachine.oneNode().unplug(0)).hasMessageContaining("only one with memory");
    }

    @Test
    void pagesByAddressAreBusyAsOftenAsTold() {
        MemoryRange memory = on(0, 3);
        MemoryRange second = new MemoryRange(memory.start() + 4096, 4096);
        faults.busy(second, 10);
        Outcome first = new RawCalls(batch.process).movePages(0, pages(memory), new int[] {1, 1, 1}, MovePages.MOVE);
        assertThat(first.result()).isEqualTo("1");
        assertThat(new RawCalls(batch.process).query(0, pages(memory)).statuses()).isEqualTo("1 0 1");
        Outcome again = new RawCalls(batch.process).movePages(0, pages(memory), new int[] {1, 1, 1}, MovePages.MOVE);
        assertThat(again).isEqualTo(new Outcome("0", "1 1 1"));
    }

    @Test
    void aPageThatIsBusyForAMomentIsTriedAgain() {
        MemoryRange memory = on(0, 3);
        faults.busy(memory, 9);
        Outcome outcome = new RawCalls(batch.process).movePages(0, pages(memory), new int[] {1, 1, 1}, MovePages.MOVE);
        assertThat(outcome).isEqualTo(new Outcome("0", "1 1 1"));
    }

    @Test
    void attemptsByCountAreBusy() {
        MemoryRange memory = on(0, 4);
        faults.busyAttempts(1, 2);
        try (Trace trace = batch.machine.trace()) {
            new RawCalls(batch.process).movePages(0, pages(memory), new int[] {1, 1, 1, 1}, MovePages.MOVE);
            assertThat(trace.events().stream().filter(event -> event.errno() != 0).map(TraceEvent::address))
                    .containsExactly(memory.start(), memory.start() + 4096);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 77})
    void theSameSeedIsTheSameFault(long seed) {
        String[] traces = new String[2];
        for (int i = 0; i < 2; i++) {
            PageBatch one = PageBatch.on("6.1");
            one.machine.faults().busyAtRandom(seed, 2);
            try (Trace trace = one.machine.trace()) {
                one.move("g>1 g>1 g>2 g>1 g>3 g>1 g>1");
                traces[i] = trace.events().toString();
            }
        }
        assertThat(traces[0]).isEqualTo(traces[1]).contains("EAGAIN");
    }

    @Test
    void aNodeThatFillsUpAfterSoManyPagesTakesThoseAndNoMore() {
        batch.machine.fill(1, 2048 * 4096L);
        MemoryRange memory = on(0, 3000);
        int[] nodes = IntStream.generate(() -> 1).limit(3000).toArray();
        assertThat(new RawCalls(batch.process).movePages(0, pages(memory), nodes, MovePages.MOVE).result())
                .isEqualTo("-ENOMEM");
        MoveResult rest = batch.machine.migrator().move(Placement.of(
                new long[] {memory.start() + 2999 * 4096L}, new int[] {2}));
        assertThat(rest.isComplete()).isTrue();
    }

    @Test
    @DisplayName("1.1/6, 2.2/6 the security module is asked behind permission, before memory; its errno is the answer")
    void securityModule() {
        faults.securityModule(Errno.EACCES);
        Process kernelThread = batch.machine.processes().spawnKernelThread();
        RawCalls calls = new RawCalls(batch.process);
        assertThat(calls.query(123_456, 0).result()).isEqualTo("-ESRCH");
        assertThat(calls.query(kernelThread.pid(), 0).result()).isEqualTo("-EACCES");
        assertThat(calls.migratePages(0, "0", "1")).isEqualTo("-EACCES");
        assertThat(calls.migratePages(0, "0", "77")).isEqualTo("-EINVAL");
    }

    @Test
    @DisplayName("1.2/4 the security module may refuse to look into others, never into oneself")
    void securityModuleOfPtrace() {
        faults.securityModuleOfPtrace(Errno.EACCES);
        SimulatedProcess other = batch.machine.spawn();
        assertThat(new RawCalls(batch.process).query(other.pid(), 0).result()).isEqualTo("-EPERM");
        assertThat(new RawCalls(batch.process).query(0, 0).result()).isEqualTo("0");
    }

    @Test
    void whatCannotBeIsRefusedByName() {
        assertThatThrownBy(() -> faults.answer(SystemCall.MBIND, 0, Errno.EPERM)).hasMessageContaining("nth");
        assertThatThrownBy(() -> faults.busyAtRandom(1, 0)).hasMessageContaining("oneIn");
        assertThatThrownBy(() -> faults.busyAttempts(0, 2)).hasMessageContaining("first");
        assertThatThrownBy(() -> faults.interruptAtEntry(-1)).hasMessageContaining("index");
    }
}
