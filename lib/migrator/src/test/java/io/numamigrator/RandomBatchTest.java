package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.PageStatus.On;
import io.numamigrator.PageStatus.Refused;
import io.numamigrator.engine.KernelMigrator;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** For any mixture of pinned, shared, missing and huge pages and of full nodes, a result equals a second look, page by page. */
class RandomBatchTest {

    private static final int PAGES = 6000;

    static LongStream seeds() {
        long first = System.nanoTime();
        return LongStream.concat(LongStream.range(0, 40), LongStream.range(first, first + 10));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aResultEqualsASecondLook(long seed) {
        try {
            runBatch(seed);
        } catch (AssertionError failure) {
            throw new AssertionError("seed " + seed + ": " + failure.getMessage(), failure);
        }
    }

    private static void runBatch(long seed) {
        Random random = new Random(seed);
        ScriptedKernel kernel = new ScriptedKernel(4, random.nextInt(5) == 0 ? random.nextInt(3000) : 1 << 20);
        populate(kernel, random);
        NumaMigrator numa = new KernelMigrator(kernel, true);

        Placement plan = randomPlan(random);
        MoveResult result = numa.move(plan, random.nextBoolean() ? MoveScope.EXCLUSIVE : MoveScope.SHARED);

        int onTarget = 0;
        for (int i = 0; i < result.pages(); i++) {
            int node = kernel.nodeOf(result.report().address(i) / ScriptedKernel.PAGE);
            boolean there = node == result.target(i);
            onTarget += there ? 1 : 0;
            PageStatus said = result.report().status(i);
            assertThat(said instanceof On(int on) ? on : there ? -1 : node).as("page %d, %s", i, said).isEqualTo(node);
            checkReason(kernel, result, i, there);
        }
        assertThat(result.moved() + result.alreadyThere()).isEqualTo(onTarget);
    }

    /** Nothing is refused as busy but pinned pages, and no page is left out unless a node ran full. */
    private static void checkReason(ScriptedKernel kernel, MoveResult result, int i, boolean there) {
        ScriptedKernel.Folio folio = kernel.folios.get(result.report().address(i));
        if (there || folio == null) {
            return;
        }
        boolean someNodeIsFull = result.report().refused(Errno.ENOMEM) > 0;
        switch (result.report().status(i)) {
            case Refused(Errno why) when why == Errno.EBUSY -> assertThat(folio.pinned).isTrue();
            case Refused(Errno why) when why == Errno.EACCES -> assertThat(folio.shared).isTrue();
            case Refused(Errno why) -> assertThat(why).isEqualTo(Errno.ENOMEM);
            case PageStatus.NotReached _ -> assertThat(someNodeIsFull).isTrue();
            case PageStatus.Absent _,PageStatus.FoundElsewhere _ -> throw new AssertionError("it is there, and alone");
            case On _ -> assertThat(folio.pages).as("dragged along with its folio").isGreaterThan(1);
        }
    }

    private static void populate(ScriptedKernel kernel, Random random) {
        int badness = 1 + random.nextInt(60);
        for (int i = 0; i < PAGES; i++) {
            int node = random.nextInt(4);
            switch (random.nextInt(badness)) {
                case 0 -> kernel.page(i, node).pinned = true;
                case 1 -> kernel.page(i, node).shared = true;
                case 2 -> kernel.untouched.add((long) i * ScriptedKernel.PAGE);
                case 3 -> {
                    // a hole
                }
                case 4 -> {
                    int pages = 1 << random.nextInt(6);
                    kernel.huge(i, pages, node).pinned = random.nextInt(10) == 0;
                    i += pages - 1;
                }
                default -> kernel.page(i, node);
            }
        }
    }

    private static Placement randomPlan(Random random) {
        Placement plan = Placement.nothing();
        int parts = 1 + random.nextInt(6);
        for (int part = 0; part < parts; part++) {
            if (random.nextInt(3) == 0) {
                int n = 1 + random.nextInt(300);
                plan = plan.and(
                        random.longs(n, 0, (long) PAGES * ScriptedKernel.PAGE).toArray(),
                        random.ints(n, 0, 4).toArray());
            } else {
                long from = random.nextInt(PAGES);
                long bytes = random.nextLong(PAGES * (long) ScriptedKernel.PAGE);
                plan = plan.and(new MemoryRange(from * ScriptedKernel.PAGE + random.nextInt(4096), bytes),
                        random.nextInt(4));
            }
        }
        return plan;
    }
}
