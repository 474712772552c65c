package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.PageStatus.NotReached;
import io.numamigrator.PageStatus.On;
import io.numamigrator.PageStatus.Refused;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A target that runs out of memory in the middle of a call (SEMANTICS 1.4, 1.6). */
interface FullNodeContract extends OnSeveralNodes {

    long LEFT = 10L << 20;

    @Test
    default void aTargetThatFillsUpFailsTheCallAndLeavesItsRunUnsaid() {
        try (Scene scene = new Scene(lab())) {
            int count = tooMany(lab().fill(c(), LEFT, scene.arena()));
            MemorySegment memory = lab().on(a(), scene.arena(), count);
            long[] pages = pagesOf(memory);

            Answer answer = Batch.to(c(), pages).submit(lab().kernel(), 0);

            assertThat(answer.result()).isEqualTo(failure(Errno.ENOMEM));
            assertThat(answer.status()).containsOnly(UNWRITTEN);
            int[] places = lab().places(pages);
            int moved = (int) Arrays.stream(places).filter(node -> node == c()).count();
            assertThat(moved).as("some prefix has moved").isBetween(1, count - 1);
            assertThat(Arrays.copyOf(places, moved)).containsOnly(c());
        }
    }

    @Test
    default void statusesAreExactUpToTheRunThatMeetsTheFullNode() {
        try (Scene scene = new Scene(lab())) {
            int count = tooMany(lab().fill(c(), LEFT, scene.arena()));
            MemorySegment memory = lab().on(a(), scene.arena(), count + 20);
            long[] pages = pagesOf(memory);
            int[] nodes = new int[count + 20];
            Arrays.fill(nodes, c());
            Arrays.fill(nodes, 0, 10, b());
            Arrays.fill(nodes, count + 10, count + 20, b());

            Answer answer = new Batch(pages, nodes, MoveScope.EXCLUSIVE).submit(lab().kernel(), 0);

            assertThat(answer.result()).isEqualTo(failure(Errno.ENOMEM));
            assertThat(answer.status().subList(0, 10)).containsOnly(b());
            assertThat(answer.status().subList(10, count + 20)).containsOnly(UNWRITTEN);
            assertThat(lab().places(Arrays.copyOf(pages, 10))).containsOnly(b());
            assertThat(lab().places(Arrays.copyOfRange(pages, count + 10, count + 20))).containsOnly(a());
        }
    }

    @Test
    default void theLibrarySaysWhichPagesTheFullNodeTookAndWhichNot() {
        try (Scene scene = new Scene(lab())) {
            int count = tooMany(lab().fill(c(), LEFT, scene.arena()));
            MemorySegment memory = lab().on(a(), scene.arena(), count);
            MemorySegment other = lab().on(a(), scene.arena(), 10);

            MoveResult result = lab().numa().move(Placement.of(memory, c()).and(other, b()));

            Truth.check(lab(), result, _ -> true);
            assertThat(result.moved()).isBetween(11, count - 1);
            assertThat(lab().numa().locate(other).bytesOn(b())).as("another target is not concerned")
                    .isEqualTo(other.byteSize());
            assertThat(result.report().entries().map(PageReport.Entry::status).collect(Collectors.toSet()))
                    .isSubsetOf(new On(b()), new On(c()), new Refused(Errno.ENOMEM), new NotReached());
            assertThat(result.report().refused(Errno.ENOMEM)).isPositive();
        }
    }

    @Test
    default void whatRemainsMovesOnceThereIsRoomAgain() {
        try (Scene scene = new Scene(lab())) {
            MemorySegment memory;
            MoveResult first;
            try (Scene full = new Scene(lab())) {
                int count = tooMany(lab().fill(c(), LEFT, full.arena()));
                memory = lab().on(a(), scene.arena(), count);
                first = lab().numa().move(memory, c());
                assertThat(first.isComplete()).isFalse();
            }

            lab().numa().move(first.remaining()).orThrow();

            assertThat(lab().numa().locate(memory).bytesOn(c())).isEqualTo(memory.byteSize());
        }
    }
}
