package io.numamigrator;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** For any mixture of pinned, shared, missing and huge pages, a result is what a second look finds, page by page. */
interface RandomMovesContract extends OnSeveralNodes {

    static LongStream seeds() {
        long first = System.nanoTime();
        return LongStream.concat(LongStream.range(0, 2), LongStream.range(first, first + 2));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("io.numamigrator.RandomMovesContract#seeds")
    default void aResultIsTheTruth(long seed) {
        Random random = new Random(seed);
        MoveScope scope = random.nextBoolean() ? MoveScope.EXCLUSIVE : MoveScope.SHARED;
        try (Scene scene = new Scene(lab())) {
            List<MemorySegment> memory = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                memory.add(piece(scene, random, scope));
            }

            MoveResult result = lab().numa().move(plan(memory, random), scope);

            Truth.check(lab(), result, scene::mayStayBehind);
        }
    }

    private int anyNode(Random random) {
        return node(random.nextInt(lab().nodes().size()));
    }

    private MemorySegment piece(Scene scene, Random random, MoveScope scope) {
        int pages = 1 + random.nextInt(300);
        return switch (random.nextInt(8)) {
            case 0 ->
                scene.excuse(lab().hugeOn(anyNode(random), scene.arena(), (1 + random.nextInt(2)) * hugePageSize()));
            case 1 -> {
                MemorySegment huge = scene.excuse(lab().hugeOn(anyNode(random), scene.arena(), hugePageSize()));
                lab().pin(huge.asSlice(random.nextInt(pagesOfHuge()) * (long) pageSize(), pageSize()), scene.arena());
                yield huge;
            }
            case 2 -> {
                MemorySegment twins = lab().twiceOn(anyNode(random), scene.arena(), pages).first();
                yield scope == MoveScope.SHARED ? twins : scene.excuse(twins);
            }
            case 3 -> lab().zeroPages(scene.arena(), pages);
            case 4 -> lab().untouched(scene.arena(), pages);
            default -> mixed(scene, random, pages);
        };
    }

    private MemorySegment mixed(Scene scene, Random random, int pages) {
        MemorySegment memory = lab().on(anyNode(random), scene.arena(), pages);
        for (int i = 0; i < pages; i++) {
            MemorySegment page = memory.asSlice((long) i * pageSize(), pageSize());
            switch (random.nextInt(60)) {
                case 0 -> lab().pin(scene.excuse(page), scene.arena());
                case 1 -> lab().discard(page);
                default -> {
                    // an ordinary page
                }
            }
        }
        return memory;
    }

    private Placement plan(List<MemorySegment> memory, Random random) {
        Placement plan = Placement.nothing();
        for (MemorySegment piece : memory) {
            plan = plan.and(piece, anyNode(random));
            long at = random.nextLong(piece.byteSize());
            plan = plan.and(piece.asSlice(at, random.nextLong(piece.byteSize() - at) + 1), anyNode(random));
            plan = plan.and(
                    new long[] {piece.address() + random.nextLong(piece.byteSize()),
                        0x8000 + random.nextInt(pageSize())},
                    new int[] {anyNode(random), anyNode(random)});
        }
        return plan;
    }
}
