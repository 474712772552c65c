package io.numamigrator.sim.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.MemoryRange;
import io.numamigrator.sim.Core;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;
import io.numamigrator.sim.Trace;
import io.numamigrator.sim.fixture.Census;
import io.numamigrator.sim.fixture.RawCalls;
import io.numamigrator.sim.mm.AddressSpace;
import io.numamigrator.sim.mm.Pte;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages that go all at once go where they would go one by one, which they do while somebody watches. */
class PlainRangeMigrationTest {

    private static final int PAGE = 4096;
    private static final int PAGES = 1400;

    /** A machine on which the same happens as on its twin. */
    private static final class Twin {

        final SimulatedMachine machine;
        final SimulatedProcess process;
        final MemoryRange memory;

        Twin(String kernel) {
            machine = SimulatedMachine.fourNodes().toBuilder().kernel(kernel).swap(1L << 24).build();
            process = machine.process();
            memory = process.map((long) PAGES * PAGE);
        }

        MemoryRange pages(int from, int count) {
            return new MemoryRange(memory.start() + (long) from * PAGE, (long) count * PAGE);
        }

        /** Place runs of pages here and there, and sometimes leave more than plain pages among them. */
        void populate(Random random, boolean others) {
            for (int page = 0; page < PAGES;) {
                int count = Math.min(1 + random.nextInt(random.nextBoolean() ? 3 : 600), PAGES - page);
                if (random.nextInt(8) > 0) {
                    process.place(pages(page, count), random.nextInt(4));
                }
                page += count;
            }
            if (others) {
                MemoryRange few = pages(random.nextInt(PAGES - 20), 20);
                process.touch(few);
                process.fork();
            }
        }

        /** Leave some memory of a node, now and then enough for all that may come. */
        void fill(Random random) {
            machine.fill(random.nextInt(4), random.nextInt(2 * PAGES) * (long) PAGE);
        }

        String call(Random random) {
            RawCalls calls = new RawCalls(process);
            int from = random.nextInt(PAGES);
            MemoryRange range = pages(from, 1 + random.nextInt(PAGES - from));
            String nodes = Integer.toString(random.nextInt(4));
            String more = nodes + "," + random.nextInt(4);
            int flags = MovePages.MOVE | (random.nextBoolean() ? Mbind.STRICT : 0);
            int mode = random.nextInt(5);
            if (random.nextInt(3) == 0) {
                return "migrate_pages " + calls.migratePages(0, more, Integer.toString(random.nextInt(4)));
            }
            String mask = mode == 0 || mode == 4 ? "" : mode == 1 ? nodes : more;
            return "mbind " + mode + " " + calls.mbind(range.start(), range.bytes(), mode, mask, flags);
        }

        /** Return what is free on each node, and which pages are where. */
        String state() {
            StringBuilder text = new StringBuilder();
            for (int node = 0; node < 4; node++) {
                text.append(machine.freeBytes(node)).append(" free on ").append(node).append('\n');
            }
            AddressSpace space = Core.of(process).requireSpace();
            long first = memory.start() / PAGE;
            space.table.eachRun(first, first + PAGES, (page, count, entry) -> {
                int node = Pte.kind(entry) == Pte.RARE ? space.folio(page).node : Pte.node(entry);
                text.append(page - first).append(" +").append(count).append(Pte.isOwn(entry) ? " own" : " shared")
                        .append(" on ").append(node).append('\n');
            });
            assertThat(Census.of(machine).leftIsolated()).as("a page is off its list").isFalse();
            return text.toString();
        }
    }

    @ParameterizedTest(name = "on {0}, seed {1}")
    @CsvSource({"2.6.18,1", "4.3,2", "4.17,3", "5.10,4", "6.1,5", "6.12,6", "6.12,7", "7.3,8", "7.3,9"})
    void allAtOnceIsOneByOne(String kernel, long seed) {
        for (int round = 0; round < 8; round++) {
            Twin fast = new Twin(kernel);
            Twin slow = new Twin(kernel);
            for (Twin twin : new Twin[] {fast, slow}) {
                twin.populate(new Random(seed * 100 + round), round % 3 == 2);
                if (round % 4 == 3) {
                    twin.fill(new Random(round));
                }
            }
            try (Trace _ = slow.machine.trace()) {
                for (int turn = 0; turn < 6; turn++) {
                    long now = seed * 10_000 + round * 100L + turn;
                    String done = fast.call(new Random(now));
                    assertThat(slow.call(new Random(now))).as("seed %s, round %s, turn %s", seed, round, turn)
                            .isEqualTo(done);
                    assertThat(fast.state()).as("seed %s, round %s, turn %s: %s", seed, round, turn, done)
                            .isEqualTo(slow.state());
                }
            }
        }
    }
}
