package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Transparent huge pages and those of the hugetlb pool (SEMANTICS 1.7, 1.8, 12). */
interface LargePagesContract extends OnSeveralNodes {

    @Test
    default void anyAddressOfAHugePageMovesItWhole() {
        try (Scene scene = new Scene(lab())) {
            MemorySegment huge = lab().hugeOn(a(), scene.arena(), hugePageSize());

            Batch batch = Batch.of(huge.address() + 7L * pageSize(), b());

            assertThat(batch.submit(lab().kernel(), 0)).isEqualTo(Answer.of(0, b()));
            assertThat(lab().places(pagesOf(huge))).containsOnly(b());
        }
    }

    @Test
    default void hugePagesOfSeveralNodesMeetOnOne() {
        try (Scene scene = new Scene(lab())) {
            MemorySegment first = lab().hugeOn(a(), scene.arena(), 2 * hugePageSize());
            MemorySegment second = lab().hugeOn(b(), scene.arena(), hugePageSize());

            MoveResult result = lab().numa().move(Placement.of(first, c()).and(second, c())).orThrow();

            assertThat(result.moved()).isEqualTo(3 * pagesOfHuge());
            Truth.check(lab(), result, _ -> false);
        }
    }

    @Test
    default void aPinnedHugePageIsRefusedWholeAndItsNeighboursMove() {
        try (Scene scene = new Scene(lab())) {
            MemorySegment memory = lab().hugeOn(a(), scene.arena(), 3 * hugePageSize());
            MemorySegment middle = scene.excuse(memory.asSlice(hugePageSize(), hugePageSize()));
            lab().pin(middle.asSlice(5L * pageSize(), pageSize()), scene.arena());

            MoveResult result = lab().numa().move(memory, b());

            assertThat(result.moved()).isEqualTo(2 * pagesOfHuge());
            assertThat(result.report().refused(Errno.EBUSY)).isEqualTo(pagesOfHuge());
            Truth.check(lab(), result, scene::mayStayBehind);
        }
    }

    /** From 6.12 on the kernel splits it before it moves; before, the rest moves as it is. */
    @Test
    default void aPartiallyMappedHugePageMovesAndNothingIsSaidOfTheRest() {
        try (Scene scene = new Scene(lab())) {
            MemorySegment memory = lab().hugeOn(a(), scene.arena(), hugePageSize());
            lab().discard(memory.asSlice(hugePageSize() / 2));
            MemorySegment rest = memory.asSlice(0, hugePageSize() / 2);

            MoveResult result = lab().numa().move(Placement.of(MemoryRange.of(rest), b()));

            assertThat(result.pages()).isEqualTo(pagesOfHuge() / 2);
            Truth.check(lab(), result, _ -> false);
        }
    }

    /** SEMANTICS 1.8: pages of zeroes become the shared zero page when such a huge page is split, 6.12 and later. */
    @Test
    default void zeroesOfASplitHugePageAreNoPagesAfterwards() {
        try (Scene scene = new Scene(lab())) {
            MemorySegment memory = lab().hugeOn(a(), scene.arena(), hugePageSize());
            lab().clear(memory);
            lab().write(memory.asSlice(pageSize(), pageSize()));
            lab().discard(memory.asSlice(hugePageSize() / 2));
            MemorySegment rest = memory.asSlice(0, hugePageSize() / 2);

            MoveResult result = lab().numa().move(Placement.of(MemoryRange.of(rest), b()));

            Truth.check(lab(), result, _ -> false);
            assertThat(result.report().node(1)).isEqualTo(b());
            int[] places = lab().places(pagesOf(rest));
            assertThat(places[0]).isEqualTo(since("6.12") ? NO_PAGE : b());
        }
    }

    @Test
    default void aHugetlbPageMovesWholeByItsHead() {
        expect(scene -> Batch.of(scene.hugetlb(a()), b()), Answer.of(0, b()), b());
    }

    @Test
    default void aHugetlbTailMovesThePageSinceItIsLookedUpByFolio() {
        boolean byFolio = since("6.7");
        expectOfKernel(
                scene -> Batch.of(scene.hugetlb(a()) + pageSize(), b()),
                Answer.of(0, byFolio ? b() : EACCES),
                byFolio ? b() : a());
    }

    /** SEMANTICS 1.5 has it so; 12 says that the first tail is fine up to 6.6, which the kernels of the guests deny. */
    @Test
    default void aHugetlbPageNamedByHeadAndTails() {
        boolean byFolio = since("6.7");
        expect(
                scene -> {
                    long head = scene.hugetlb(a());
                    return Batch.to(b(), head, head + pageSize(), head + 2L * pageSize(), head + 3L * pageSize());
                },
                Answer.of(0, b(), byFolio ? EBUSY : EACCES, b(), b()),
                b(),
                b(),
                b(),
                b());
    }

    @Test
    default void hugetlbPagesMoveThroughTheLibraryAsAWhole() {
        try (Scene scene = new Scene(lab())) {
            MemorySegment memory = lab().hugetlbOn(a(), scene.arena(), 2);

            MoveResult result = lab().numa().move(memory, b());

            Truth.check(lab(), result, _ -> false);
            assertThat(Arrays.stream(lab().places(pagesOf(memory)))).containsOnly(b());
        }
    }
}
