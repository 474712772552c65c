package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Pages really go from node to node, and take their content along. */
interface BetweenNodesContract extends OnSeveralNodes {

    @Test
    default void memoryMovesFromNodeToNodeAndBack() {
        try (Scene scene = new Scene(lab())) {
            MemorySegment memory = lab().on(a(), scene.arena(), 5000);

            for (int node : new int[] {b(), c(), a()}) {
                MoveResult result = lab().numa().move(memory, node).orThrow();

                assertThat(result.moved()).isEqualTo(5000);
                Truth.check(lab(), result, _ -> false);
                assertThat(lab().numa().locate(memory).bytesOn(node)).isEqualTo(memory.byteSize());
            }
        }
    }

    @Test
    default void contentTravelsWithItsPages() {
        try (Scene scene = new Scene(lab())) {
            MemorySegment small = lab().on(a(), scene.arena(), 300);
            MemorySegment huge = lab().hugeOn(b(), scene.arena(), hugePageSize());
            fillRandomly(small, 1);
            fillRandomly(huge, 2);

            lab().numa().move(Placement.of(small, c()).and(huge, a())).orThrow();

            checkRandom(small, 1);
            checkRandom(huge, 2);
        }
    }

    private static void fillRandomly(MemorySegment memory, long seed) {
        Random random = new Random(seed);
        for (long at = 0; at < memory.byteSize(); at += 64) {
            memory.set(ValueLayout.JAVA_LONG, at, random.nextLong());
        }
    }

    private static void checkRandom(MemorySegment memory, long seed) {
        Random random = new Random(seed);
        for (long at = 0; at < memory.byteSize(); at += 64) {
            if (memory.get(ValueLayout.JAVA_LONG, at) != random.nextLong()) {
                throw new AssertionError("changed at byte " + at);
            }
        }
    }

    @Test
    default void scatteredPagesGoEachToTheirOwnNode() {
        try (Scene scene = new Scene(lab())) {
            MemorySegment memory = lab().on(a(), scene.arena(), 600);
            long[] addresses = new long[600];
            int[] nodes = new int[600];
            for (int i = 0; i < 600; i++) {
                addresses[i] = memory.address() + (long) (i * 7 % 600) * pageSize();
                nodes[i] = node(i % 3);
            }

            MoveResult result = lab().numa().move(Placement.of(addresses, nodes)).orThrow();

            Truth.check(lab(), result, _ -> false);
            assertThat(lab().places(addresses)).isEqualTo(nodes);
        }
    }

    @Test
    default void aPinnedPageDoesNotStarveItsNeighbours() {
        try (Scene scene = new Scene(lab())) {
            MemorySegment memory = lab().on(a(), scene.arena(), 6000);
            for (int page : new int[] {0, 17, 18, 4095, 4096, 5999}) {
                lab().pin(scene.excuse(memory.asSlice((long) page * pageSize(), pageSize())), scene.arena());
            }
            MemorySegment half = memory.asSlice(0, 3000L * pageSize());

            MoveResult result = lab().numa().move(Placement.of(memory, c()).and(half, b()));

            assertThat(result.moved()).isEqualTo(5994);
            assertThat(result.report().refused(Errno.EBUSY)).isEqualTo(6);
            assertThat(result.remaining().size()).isPositive();
            Truth.check(lab(), result, scene::mayStayBehind);
        }
    }

    @Test
    default void whatRemainsCanBeAskedForOnceThePinIsGone() {
        try (Scene scene = new Scene(lab())) {
            MemorySegment memory = lab().on(a(), scene.arena(), 50);
            MoveResult first;
            try (Scene pins = new Scene(lab())) {
                lab().pin(memory.asSlice(10L * pageSize(), 3L * pageSize()), pins.arena());
                first = lab().numa().move(memory, b());
                assertThat(first.moved()).isEqualTo(47);
            }

            MoveResult second = lab().numa().move(first.remaining()).orThrow();

            assertThat(second.moved()).isEqualTo(3);
            assertThat(lab().numa().locate(memory).bytesOn(b())).isEqualTo(memory.byteSize());
        }
    }
}
