package io.numamigrator.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.MemoryRange;
import io.numamigrator.NodeSet;
import io.numamigrator.sim.fault.ProcessMemory;
import io.numamigrator.sim.fixture.Census;
import io.numamigrator.sim.fixture.RawCalls;
import io.numamigrator.sim.mm.Vma;
import io.numamigrator.sim.syscall.MovePages;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever threads do at the same time: node counts add up, no page is lost or on two nodes, and answers are possible ones. */
class InterleavingTest {

    private static final int PAGE = 4096;

    /** What one thread does; each round all begin at the same moment. */
    private interface Actor {
        String act() throws Exception;
    }

    /** Let actors act at the same time, so many rounds, and return what they said in each. */
    private static List<List<String>> rounds(int rounds, List<Actor> actors) throws Exception {
        CyclicBarrier start = new CyclicBarrier(actors.size());
        List<List<String>> said = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(actors.size())) {
            for (int round = 0; round < rounds; round++) {
                List<Future<String>> futures = new ArrayList<>();
                for (Actor actor : actors) {
                    futures.add(threads.submit(() -> {
                        await(start);
                        return actor.act();
                    }));
                }
                List<String> answers = new ArrayList<>();
                for (Future<String> future : futures) {
                    answers.add(get(future));
                }
                said.add(answers);
            }
        }
        return said;
    }

    private static void await(CyclicBarrier barrier) throws InterruptedException, BrokenBarrierException {
        barrier.await();
    }

    private static String get(Future<String> future) throws InterruptedException, ExecutionException {
        return future.get();
    }

    private static String move(SimulatedProcess process, int node, long... pages) {
        int[] nodes = IntStream.generate(() -> node).limit(pages.length).toArray();
        return new RawCalls(process).movePages(0, pages, nodes, MovePages.MOVE).toString();
    }

    private static long[] pages(MemoryRange memory) {
        return IntStream.range(0, (int) (memory.bytes() / PAGE)).mapToLong(i -> memory.start() + (long) i * PAGE)
                .toArray();
    }

    private static void checkAddsUp(SimulatedMachine machine, long present) {
        Census census = Census.of(machine);
        assertThat(census.leftIsolated()).as("a page is off its list").isFalse();
        assertThat(census.total()).as("pages present").isEqualTo(present);
        for (int node : machine.core().nodesWithMemory()) {
            assertThat(census.unaccounted(node)).as("node %s", node).isZero();
        }
    }

    @ParameterizedTest(name = "two threads send one page to two nodes on {0}")
    @CsvSource({"4.3", "5.10", "6.12", "7.3"})
    void onePageTwoTargets(String kernel) throws Exception {
        SimulatedMachine machine = SimulatedMachine.fourNodes().toBuilder().kernel(kernel).build();
        SimulatedProcess process = machine.process();
        MemoryRange page = process.map(PAGE);
        process.place(page, 0);
        long present = Census.of(machine).total();

        List<List<String>> said = rounds(
                2000, List.of(() -> move(process, 1, page.start()), () -> move(process, 2, page.start())));

        assertThat(said).allSatisfy(answers -> {
            assertThat(answers.get(0)).isIn("0 [1]", "0 [-EBUSY]");
            assertThat(answers.get(1)).isIn("0 [2]", "0 [-EBUSY]");
            assertThat(answers).isNotEqualTo(List.of("0 [-EBUSY]", "0 [-EBUSY]"));
        });
        checkAddsUp(machine, present);
    }

    @Test
    void aQueryBesideAMoveSeesTheOldNodeOrTheNew() throws Exception {
        SimulatedMachine machine = SimulatedMachine.fourNodes();
        SimulatedProcess process = machine.process();
        MemoryRange memory = process.map(700 * PAGE);
        process.place(memory, 0);
        long present = Census.of(machine).total();
        int[] target = {0};
        long[] pages = pages(memory);

        List<List<String>> said = rounds(300, List.of(
                () -> {
                    target[0] = 1 - target[0];
                    return move(process, target[0], pages);
                },
                () -> new RawCalls(process).query(0, pages).statuses()));

        assertThat(said).allSatisfy(answers -> assertThat(answers.get(1)).matches("[01]( [01])*"));
        checkAddsUp(machine, present);
    }

    @ParameterizedTest(name = "two threads move their parts of page tables, the first {0} pages")
    @ValueSource(ints = {1, 255, 256, 511, 512, 514, 1020})
    void twoThreadsMoveTheirPartsOfPageTables(int firstPart) throws Exception {
        SimulatedMachine machine = SimulatedMachine.fourNodes();
        SimulatedProcess process = machine.process();
        MemoryRange memory = process.mapHuge(4L << 20);
        new ProcessMemory(process.core()).advise(memory, Vma.HugeAdvice.NO_HUGE);
        process.place(memory, 0);
        long present = Census.of(machine).total();
        long[] pages = pages(memory);
        long[] first = Arrays.copyOfRange(pages, 0, firstPart);
        long[] others = Arrays.copyOfRange(pages, firstPart, pages.length - 3);
        int[] turn = new int[2];

        List<List<String>> said = rounds(400, List.of(
                () -> move(process, 1 + turn[0]++ % 3, first), () -> move(process, 1 + turn[1]++ % 3, others)));

        for (int i = 0; i < said.size(); i++) {
            int node = 1 + i % 3;
            assertThat(said.get(i))
                    .allSatisfy(answer -> assertThat(answer).matches("0 \\[" + node + "( " + node + ")*]"));
        }
        assertThat(new RawCalls(process).query(0, pages).statuses()).isEqualTo("1 ".repeat(pages.length - 3) + "0 0 0");
        checkAddsUp(machine, present);
    }

    @Test
    void aMoveBesideADiscardMovesOrMisses() throws Exception {
        SimulatedMachine machine = SimulatedMachine.fourNodes();
        SimulatedProcess process = machine.process();
        MemoryRange memory = process.map(4 * PAGE);
        long present = Census.of(machine).total();

        List<List<String>> said = rounds(1000, List.of(() -> {
            process.touch(memory);
            process.discard(memory);
            return "";
        }, () -> move(process, 1, pages(memory))));

        assertThat(said)
                .allSatisfy(answers -> assertThat(answers.get(1)).matches("0 \\[(1|-ENOENT)( (1|-ENOENT)){3}]"));
        checkAddsUp(machine, present);
    }

    @Test
    void ofTheLastFreePageOneOfTwoThreadsGetsIt() throws Exception {
        SimulatedMachine machine = SimulatedMachine.fourNodes();
        SimulatedProcess process = machine.process();
        MemoryRange memory = process.map(2 * PAGE);
        process.place(memory, 0);
        machine.fill(1, PAGE, Vacancy.AT_ONCE);
        long used = machine.core().node(1).totalPages() - machine.core().node(1).freePages();

        List<List<String>> said = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            said.addAll(rounds(1, List.of(
                    () -> move(process, 1, memory.start()), () -> move(process, 1, memory.start() + PAGE))));
            assertThat(machine.freeBytes(1)).isZero();
            move(process, 0, pages(memory));
            assertThat(machine.core().node(1).totalPages() - machine.core().node(1).freePages()).isEqualTo(used);
        }

        assertThat(said).allSatisfy(answers -> assertThat(answers).containsExactlyInAnyOrder("0 [1]", "-ENOMEM [·]"));
    }

    @ParameterizedTest(name = "four threads do whatever comes to mind on {0}, seed {1}")
    @CsvSource({"4.3,1", "5.10,2", "6.12,3", "6.12,4", "7.3,5"})
    void anything(String kernel, long seed) throws Exception {
        SimulatedMachine machine = SimulatedMachine.fourNodes().toBuilder().kernel(kernel).swap(1L << 24).build();
        SimulatedProcess process = machine.process();
        MemoryRange memory = process.map(3000 * PAGE);
        process.touch(memory);
        long present = Census.of(machine).total();
        List<Actor> actors = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Random random = new Random(seed * 31 + i);
            actors.add(() -> something(process, memory, random));
        }

        rounds(250, actors);

        process.touch(memory);
        checkAddsUp(machine, present);
    }

    private static String something(SimulatedProcess process, MemoryRange memory, Random random) {
        long[] all = pages(memory);
        int from = random.nextInt(all.length);
        int count = 1 + random.nextInt(Math.min(all.length - from, 1200));
        long[] some = Arrays.copyOfRange(all, from, from + count);
        MemoryRange range = new MemoryRange(some[0], (long) count * PAGE);
        int node = random.nextInt(4);
        return switch (random.nextInt(8)) {
            case 0 -> {
                process.discard(range);
                yield "discard";
            }
            case 1 -> {
                process.touch(range);
                yield "touch";
            }
            case 2 -> {
                MemoryRange one = new MemoryRange(some[0], PAGE);
                process.touch(one);
                try (Pin _ = pinIfPresent(process, one)) {
                    yield move(process, node, some);
                }
            }
            case 3 -> new RawCalls(process).migratePages(0, Integer.toString(node), Integer.toString(3 - node));
            case 4 -> new RawCalls(process).mbind(range.start(), range.bytes(), 2, NodeSet.of(node).toString(), 2);
            case 5 -> new RawCalls(process).query(0, some).result();
            default -> move(process, node, some);
        };
    }

    /** Another thread may have discarded the page again. */
    private static Pin pinIfPresent(SimulatedProcess process, MemoryRange page) {
        Pin[] pin = new Pin[1];
        process.core().machine().exclusively(() -> {
            process.touch(page);
            pin[0] = process.pin(page);
        });
        return pin[0];
    }
}
