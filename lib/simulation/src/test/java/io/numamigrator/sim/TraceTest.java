package io.numamigrator.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.numamigrator.MemoryRange;
import io.numamigrator.sim.fixture.Outcome;
import io.numamigrator.sim.fixture.PageBatch;
import io.numamigrator.sim.fixture.RawCalls;
import io.numamigrator.sim.machine.SyscallNumber;
import io.numamigrator.sim.syscall.PageByPage;
import io.numamigrator.sim.version.KernelVersion;
import io.numamigrator.sim.version.MigrationStep;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS 5: the engine, watched step by step. */
class TraceTest {

    private static List<TraceEvent> traced(PageBatch batch, String entries) {
        try (Trace trace = batch.machine.trace()) {
            batch.move(entries);
            return trace.events();
        }
    }

    private static String steps(List<TraceEvent> events) {
        return String.join(" ", events.stream().map(event -> event.step().name()).toList());
    }

    @DisplayName("5.2 the order of an anonymous page's steps, by kernel")
    @ParameterizedTest(name = "5.2 on {0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            2.6.18 | ISOLATE ALLOC LOCK_SRC WAIT_WRITEBACK UNMAP LOCK_DST PRESET_DST CHECK_REFS COPY_DATA COPY_FLAGS \
            CLEAR_OLD_FLAGS END_WRITEBACK REMAP UNLOCK LRU_ADD
            4.3    | ISOLATE ALLOC LOCK_SRC WAIT_WRITEBACK UNMAP LOCK_DST PRESET_DST CHECK_REFS COPY_DATA COPY_FLAGS \
            CLEAR_OLD_FLAGS END_WRITEBACK REMAP UNLOCK LRU_ADD
            4.9    | ISOLATE ALLOC LOCK_SRC WAIT_WRITEBACK LOCK_DST UNMAP PRESET_DST CHECK_REFS COPY_DATA COPY_FLAGS \
            CLEAR_OLD_FLAGS END_WRITEBACK REMAP UNLOCK LRU_ADD
            6.1    | ISOLATE ALLOC LOCK_SRC WAIT_WRITEBACK LOCK_DST UNMAP PRESET_DST CHECK_REFS COPY_DATA COPY_FLAGS \
            CLEAR_OLD_FLAGS END_WRITEBACK LRU_ADD REMAP UNLOCK
            6.12   | ISOLATE ALLOC LOCK_SRC WAIT_WRITEBACK LOCK_DST UNMAP CHECK_REFS COPY_DATA PRESET_DST COPY_FLAGS \
            CLEAR_OLD_FLAGS END_WRITEBACK LRU_ADD REMAP UNLOCK
            """)
    void theOrderOfSteps(String kernel, String order) {
        assertThat(steps(traced(PageBatch.on(kernel), "g>1"))).isEqualTo(order);
    }

    @ParameterizedTest(name = "5.2 on {0} a page of a file has the steps of the tree: {1}")
    @CsvSource({
        "2.6.18, CHECK_REFS CHECK_SLOT REPLACE_SLOT DROP_OLD_REF UNLOCK_TREE COPY_DATA",
        "6.12, COPY_DATA PRESET_DST LOCK_TREE CHECK_SLOT REPLACE_SLOT DROP_OLD_REF UNLOCK_TREE"})
    void pagesOfFiles(String kernel, String part) {
        assertThat(steps(traced(PageBatch.on(kernel), "file>1"))).contains(part);
    }

    @Test
    @DisplayName("5.2 in 2.6.16 anonymous pages go by way of a swap entry and have the steps of the tree, 20 in all")
    void twentySteps() {
        SimulatedMachine machine = SimulatedMachine.twoNodes().toBuilder().kernel("2.6.16").swap(1 << 20).build();
        MemoryRange page = machine.process().map(4096);
        machine.process().place(page, 0);
        try (Trace trace = machine.trace()) {
            assertThat(new RawCalls(machine.process()).migratePages(0, "0", "1")).isEqualTo("0");
            assertThat(trace.events().stream().map(TraceEvent::documented).filter(number -> number > 0).sorted())
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, 20).boxed().toList());
        }
    }

    @ParameterizedTest(name = "5.2 the document of {0} numbers its steps {1}, and names LOCK_DST {2}, UNMAP {3}")
    @CsvSource({"2.6.16,1-20,4,5", "2.6.18,1-16 19-20,3,5", "4.9,1-16 19-20,3,4", "5.15,1-18,3,4"})
    void fourNumberings(String kernel, String numbers, int lock, int unmap) {
        KernelVersion version = KernelVersion.of(kernel);
        List<Integer> expected = new ArrayList<>();
        for (String part : numbers.split(" ", -1)) {
            String[] ends = part.split("-", -1);
            IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[1])).forEach(expected::add);
        }
        List<Integer> found = IntStream.rangeClosed(1, 30)
                .filter(number -> MigrationStep.documented(version, number) != null)
                .boxed()
                .toList();
        assertThat(found).isEqualTo(expected);
        assertThat(MigrationStep.documented(version, lock)).isEqualTo(MigrationStep.LOCK_DST);
        assertThat(MigrationStep.documented(version, unmap)).isEqualTo(MigrationStep.UNMAP);
    }

    @Test
    @DisplayName("5.1 pages are taken off their lists one by one, then migrated, and what is left is put back")
    void theCallersPart() {
        List<TraceEvent> events = traced(PageBatch.on("6.1"), "g>1 P>1 g>1");
        assertThat(steps(events)).startsWith("ISOLATE ISOLATE ISOLATE ALLOC").endsWith("RESTORE PUT_BACK");
        assertThat(events).extracting(TraceEvent::number).isEqualTo(IntStream.rangeClosed(1, events.size()).boxed()
                .toList());
    }

    @ParameterizedTest(name = "5.3 on {0} a {1} page is refused at {2} with {3}")
    @CsvSource({
        "6.1, P, CHECK_REFS, EAGAIN", "6.12, P, CHECK_REFS, EAGAIN", "4.3, forbids, CHECK_REFS, EIO",
        "4.3, no-writing, CHECK_REFS, EINVAL", "2.6.18, no-method, CHECK_REFS, EAGAIN"})
    void refusals(String kernel, String kind, Step step, String errno) {
        TraceEvent refusal = traced(PageBatch.on(kernel), kind + ">1").stream()
                .filter(event -> event.errno() != 0)
                .findFirst()
                .orElseThrow();
        assertThat(refusal.step()).isEqualTo(step);
        assertThat(Outcome.name(-refusal.errno())).isEqualTo("-" + errno);
        assertThat(refusal.toString()).endsWith(step + " " + errno);
    }

    @Test
    @DisplayName("5.3 a full target is ENOMEM at ALLOC and ends the call, even for a page that could not be moved anyway")
    void outOfMemory() {
        for (String kernel : new String[] {"2.6.29", "4.3", "6.1", "6.12"}) {
            PageBatch batch = PageBatch.on(kernel);
            batch.machine.fill(1, 0);
            List<TraceEvent> events = traced(batch, "P>1 g>1");
            assertThat(events).filteredOn(event -> event.errno() != 0).hasSize(1).first()
                    .hasToString(events.get(2).toString());
            assertThat(events.get(2).step()).isEqualTo(Step.ALLOC);
        }
    }

    @ParameterizedTest(name = "5.4 on {0} a pinned page is tried in {1} passes, its entries are unmapped {2} times")
    @CsvSource({"2.6.16,11,11", "2.6.18,10,10", "5.10,10,10", "6.2,10,10", "6.3,10,2", "6.12,10,2"})
    void passes(String kernel, int passes, long unmapped) {
        PageBatch batch = PageBatch.on(kernel);
        batch.kinds.address("P", 0);
        try (Trace trace = batch.machine.trace()) {
            new RawCalls(batch.process).migratePages(0, "0", "1");
            List<TraceEvent> events = trace.events().stream().filter(event -> event.to() == 1).toList();
            assertThat(events.stream().mapToInt(TraceEvent::pass).max().orElseThrow()).isEqualTo(passes - 1);
            assertThat(count(events, Step.UNMAP)).isEqualTo(unmapped);
            assertThat(count(events, Step.CHECK_REFS)).isEqualTo(passes);
        }
    }

    private static long count(List<TraceEvent> events, Step step) {
        return events.stream().filter(event -> event.step() == step).count();
    }

    @Test
    @DisplayName("5.4 a page under writeback is waited for in the fourth pass")
    void writeback() {
        PageBatch batch = PageBatch.on("6.1");
        long page = batch.kinds.address("file", 0);
        batch.process.core().requireSpace().folio(page / 4096).writeback = true;
        batch.name("w", page);
        List<TraceEvent> waits = traced(batch, "w>1").stream()
                .filter(event -> event.step() == Step.WAIT_WRITEBACK)
                .toList();
        assertThat(waits).extracting(TraceEvent::errno).containsExactly(11, 11, 11, 0);
        assertThat(batch.places()).isEqualTo("1");
    }

    @ParameterizedTest(name = "5.5 on {0} [g,g,P,g] > 1 sets and removes migration entries in the measured order")
    @CsvSource({
        "6.1, g+ g- g+ g- P+ P- g+ g- P+ P- P+ P- P+ P- P+ P- P+ P- P+ P- P+ P- P+ P- P+ P-",
        "6.12, g+ g+ P+ g+ g- g- g- P- P+ P-"})
    void oneBatch(String kernel, String expected) {
        PageBatch batch = PageBatch.on(kernel);
        long pinned = batch.kinds.address("P", 0);
        batch.name("p", pinned);
        List<String> seen = new ArrayList<>();
        for (TraceEvent event : traced(batch, "g>1 g>1 p>1 g>1")) {
            String page = event.address() == pinned ? "P" : "g";
            switch (event.step()) {
                case UNMAP -> seen.add(page + "+");
                case REMAP, RESTORE -> seen.add(page + "-");
                default -> {
                    // no tracepoint
                }
            }
        }
        assertThat(String.join(" ", seen)).isEqualTo(expected);
    }

    @Test
    @DisplayName("5.2 threads that touch a page on its way wait, and go on when it has arrived")
    void twoThreadsTouchAPageInTransit() throws InterruptedException {
        PageBatch batch = PageBatch.on("6.12");
        MemoryRange page = batch.kinds.touched(0);
        CountDownLatch waiting = new CountDownLatch(2);
        List<Thread> threads = new ArrayList<>();
        try (Trace trace = batch.machine.trace(event -> {
            if (event.step() == Step.COPY_DATA) {
                for (int i = 0; i < 2; i++) {
                    threads.add(Thread.ofPlatform().start(() -> batch.process.touch(page)));
                }
                await(waiting);
            }
            if (event.step() == Step.FAULT_WAITS) {
                waiting.countDown();
            }
        })) {
            batch.name("x", page.start()).move("x>1");
            for (Thread thread : threads) {
                thread.join();
            }
            List<Step> steps = trace.events().stream().map(TraceEvent::step).toList();
            assertThat(count(trace.events(), Step.FAULT_WAITS)).isEqualTo(2);
            assertThat(steps.lastIndexOf(Step.FAULT_WAITS)).isLessThan(steps.indexOf(Step.REMAP));
            assertThat(steps.indexOf(Step.FAULT_GOES_ON)).isGreaterThan(steps.indexOf(Step.REMAP));
            assertThat(count(trace.events(), Step.FAULT_GOES_ON)).isEqualTo(2);
        }
        assertThat(batch.places()).isEqualTo("1");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest(name = "5.2 on {0} a call that is watched answers what it answers else")
    @ValueSource(strings = {"2.6.18", "2.6.29", "4.3", "4.17", "5.10", "6.1", "6.12", "7.3"})
    void watchingChangesNothing(String kernel) {
        for (String entries : List.of("g>1 P>1 g>1", "P>1 g>2 g>2", "g>1 hole>1 g@1>1 double>1 g>2",
                "thp>1 g>1 thp-tail>2",
                "x>1 x>2 y>1 x>3", "file>1 forbids>1 no-method>1 ksm>2 swapped>1", "g>1 g>-1",
                "hugetlb>2 hugetlb-tail>1")) {
            PageBatch plain = PageBatch.on(kernel);
            PageBatch watched = PageBatch.on(kernel);
            try (Trace _ = watched.machine.trace()) {
                assertThat(watched.move(entries)).as(entries).isEqualTo(plain.move(entries));
            }
            assertThat(watched.places()).as(entries).isEqualTo(plain.places());
            for (int node = 0; node < 4; node++) {
                assertThat(watched.machine.freeBytes(node)).as(entries).isEqualTo(plain.machine.freeBytes(node));
            }
        }
    }

    @Test
    @DisplayName("5.6 chosen, released, migrated one by one without retry: a page that is held is skipped")
    void chooseReleaseMigrate() {
        PageBatch batch = PageBatch.on("2.6.18");
        MemoryRange memory = batch.process.map(5 * 4096);
        batch.process.place(memory, 0);
        batch.process.pin(new MemoryRange(memory.start() + 2 * 4096, 4096));
        try (Trace trace = batch.machine.trace()) {
            List<PageByPage.Result> results =
                    new PageByPage(batch.process.core().requireSpace(), 1).migrate(0, 2);
            assertThat(results).extracting(Enum::name)
                    .containsExactly("MOVED", "MOVED", "SKIPPED", "MOVED", "MOVED");
            assertThat(trace.events()).allMatch(event -> event.pass() == 0);
        }
        long[] pages = IntStream.range(0, 5).mapToLong(i -> memory.start() + i * 4096L).toArray();
        assertThat(new RawCalls(batch.process).query(0, pages).statuses()).isEqualTo("1 1 0 1 1");
        batch.machine.fill(2, 4096);
        assertThat(new PageByPage(batch.process.core().requireSpace(), 2).migrate(1, 3)).extracting(Enum::name)
                .containsExactly("MOVED", "NO_MEMORY");
    }

    @Test
    @DisplayName("5.1 a trace that is closed sees no more")
    void closed() {
        PageBatch batch = PageBatch.on("6.12");
        Trace trace = batch.machine.trace();
        batch.move("g>1");
        trace.close();
        int seen = trace.events().size();
        batch.move("g>2");
        assertThat(trace.events()).hasSize(seen);
        assertThatThrownBy(() -> trace.events().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void publicNamesAreThoseOfTheCore() {
        assertThat(Stream.of(MigrationStep.values()).map(Step::of).map(Step::name))
                .containsExactlyElementsOf(Stream.of(MigrationStep.values()).map(MigrationStep::name).toList());
        assertThat(Stream.of(SystemCall.values()).map(SystemCall::number)).containsExactly(SyscallNumber.values());
    }
}
