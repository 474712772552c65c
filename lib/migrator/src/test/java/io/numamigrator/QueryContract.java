package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.MoveFlags;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Asking where pages are, and arrays that the kernel cannot read or write (SEMANTICS 1.4, 1.9). */
interface QueryContract extends OnSeveralNodes {

    @Test
    default void aQueryNamesTheNodeOfEachPage() {
        try (Scene scene = new Scene(lab())) {
            Answer answer = Batch.query(
                    lab().kernel(), 0, scene.page(c()), scene.page(a()), scene.hole(), scene.pinned(b()),
                    scene.twice(b()));

            assertThat(answer).isEqualTo(Answer.of(0, c(), a(), EFAULT, b(), b()));
        }
    }

    @Test
    default void aQueryFaultsNothingIn() {
        try (Scene scene = new Scene(lab())) {
            long page = scene.untouched();

            Batch.query(lab().kernel(), 0, page);

            assertThat(lab().places(page)).containsExactly(NO_PAGE);
        }
    }

    @Test
    default void aLocatedMachineEqualsASecondLook() {
        try (Scene scene = new Scene(lab())) {
            long[] addresses = LongStream.range(0, 300)
                    .map(i -> scene.page(node((int) i % 3)))
                    .toArray();

            PageReport report = lab().numa().locate(addresses);

            int[] said = new int[addresses.length];
            Arrays.setAll(said, report::node);
            assertThat(said).isEqualTo(lab().places(addresses));
        }
    }

    @Test
    default void statusesOfEarlierChunksSurviveAnUnreadableAddress() {
        try (Arena arena = Arena.ofConfined();
                Scene scene = new Scene(lab())) {
            MemorySegment pages = readable(arena, scene, 20);
            MemorySegment status = unwritten(arena, 40);

            long result = lab().kernel()
                    .movePages(new CallFrame(), 0, 40, pages, MemorySegment.NULL, status, MoveFlags.MOVE);

            assertThat(result).isEqualTo(failure(Errno.EFAULT));
            int[] written = new int[40];
            Arrays.fill(written, UNWRITTEN);
            Arrays.fill(written, 0, 16, a());
            assertThat(status.toArray(ValueLayout.JAVA_INT)).isEqualTo(written);
        }
    }

    @Test
    default void aMoveGetsAsFarAsItsAddressesCanBeRead() {
        try (Arena arena = Arena.ofConfined();
                Scene scene = new Scene(lab())) {
            MemorySegment pages = readable(arena, scene, 20);
            MemorySegment nodes = arena.allocate(ValueLayout.JAVA_INT, 40);
            for (int i = 0; i < 40; i++) {
                nodes.setAtIndex(ValueLayout.JAVA_INT, i, b());
            }
            MemorySegment status = unwritten(arena, 40);

            long result = lab().kernel().movePages(new CallFrame(), 0, 40, pages, nodes, status, MoveFlags.MOVE);

            assertThat(result).isEqualTo(failure(Errno.EFAULT));
            int[] written = new int[40];
            Arrays.fill(written, UNWRITTEN);
            Arrays.fill(written, 0, 20, b());
            assertThat(status.toArray(ValueLayout.JAVA_INT)).isEqualTo(written);
        }
    }

    @Test
    default void aPageMovesThoughItsStatusCannotBeWritten() {
        try (Arena arena = Arena.ofConfined();
                Scene scene = new Scene(lab())) {
            long page = scene.page(a());
            MemorySegment pages = arena.allocateFrom(ValueLayout.JAVA_LONG, page);
            MemorySegment nodes = arena.allocateFrom(ValueLayout.JAVA_INT, b());
            MemorySegment nowhere = MemorySegment.ofAddress(scene.hole());

            long result = lab().kernel().movePages(new CallFrame(), 0, 1, pages, nodes, nowhere, MoveFlags.MOVE);

            assertThat(result).isEqualTo(failure(Errno.EFAULT));
            assertThat(lab().places(page)).containsExactly(b());
        }
    }

    /** Return an array of addresses of pages on a, the first {@code n} of which the kernel can read. */
    private MemorySegment readable(Arena arena, Scene scene, int n) {
        MemorySegment memory = lab().touched(arena, 2);
        MemorySegment front = memory.asSlice(pageSize() - n * 8L, n * 8L);
        for (int i = 0; i < n; i++) {
            front.setAtIndex(ValueLayout.JAVA_LONG, i, scene.page(a()));
        }
        lab().forbid(memory.asSlice(pageSize()));
        return front;
    }

    private static MemorySegment unwritten(Arena arena, int n) {
        MemorySegment status = arena.allocate(ValueLayout.JAVA_INT, n);
        for (int i = 0; i < n; i++) {
            status.setAtIndex(ValueLayout.JAVA_INT, i, UNWRITTEN);
        }
        return status;
    }
}
