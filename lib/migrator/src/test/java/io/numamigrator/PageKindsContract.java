package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What move_pages(2) and a query say of each kind of page (SEMANTICS 1.5, 1.9). */
interface PageKindsContract extends OnSeveralNodes {

    /** Check what a move to b and a query say, for the same page anew. */
    private void expect(Function<Scene, Long> page, int moved, int queried, int place) {
        expect(scene -> Batch.of(page.apply(scene), b()), Answer.of(0, moved), place);
        try (Scene scene = new Scene(lab())) {
            assertThat(Batch.query(lab().kernel(), 0, page.apply(scene))).as("query").isEqualTo(Answer.of(0, queried));
        }
    }

    @Test
    default void anAddressInNoVmaIsAFault() {
        expect(Scene::hole, EFAULT, EFAULT, NO_PAGE);
        expect(_ -> 0L, EFAULT, EFAULT, NO_PAGE);
    }

    @Test
    default void anAddressOfTheKernelIsAFault() {
        expect(_ -> 0xffff_8880_0000_1000L, EFAULT, EFAULT, NO_PAGE);
        expect(_ -> 0xffff_ffff_ff60_0000L, EFAULT, EFAULT, NO_PAGE);
        expect(_ -> 0x0000_8000_0000_0000L, EFAULT, EFAULT, NO_PAGE);
    }

    @Test
    default void anUntouchedAnonymousPageIsAbsent() {
        int said = ByRelease.since("4.3", EFAULT).then("6.12", ENOENT).at(lab().release());
        expect(Scene::untouched, said, said, NO_PAGE);
    }

    @Test
    default void aDiscardedPageIsAbsent() {
        int said = ByRelease.since("4.3", EFAULT).then("6.12", ENOENT).at(lab().release());
        expect(
                scene -> {
                    MemorySegment page = lab().on(a(), scene.arena(), 1);
                    lab().discard(page);
                    return page.address();
                },
                said,
                said,
                NO_PAGE);
    }

    @Test
    default void aSharedZeroPageIsAFault() {
        expect(scene -> lab().zeroPages(scene.arena(), 1).address(), EFAULT, EFAULT, NO_PAGE);
    }

    @Test
    default void aSwappedOutPageIsAbsent() {
        expect(
                scene -> {
                    MemorySegment page = lab().on(a(), scene.arena(), 1);
                    lab().swapOut(page, scene.arena());
                    return page.address();
                },
                ENOENT,
                ENOENT,
                NO_PAGE);
    }

    @Test
    default void aPageOfAFileInMemoryIsOrdinary() {
        expect(scene -> lab().fileOn(a(), scene.arena(), 1).address(), b(), a(), b());
    }

    @Test
    default void aLockedPageIsOrdinary() {
        expect(
                scene -> {
                    MemorySegment page = lab().on(a(), scene.arena(), 1);
                    lab().lock(page);
                    return page.address();
                },
                b(),
                a(),
                b());
    }

    @Test
    default void anAddressNeedsNoAlignment() {
        expect(scene -> scene.page(a()) + 1234, b(), a(), b());
    }

    @Test
    default void aPageMappedTwiceIsRefused() {
        expect(scene -> scene.twice(a()), EACCES, a(), a());
    }

    @Test
    default void aPageMappedTwiceMovesWithTheScopeForSharedPages() {
        expect(scene -> Batch.of(scene.twice(a()), b()).withShared(), Answer.of(0, b()), b());
    }

    @Test
    default void aPageOfTwoProcessesIsRefused() {
        expect(scene -> scene.sharedWithAnother(a()), EACCES, a(), a());
    }

    @Test
    default void aPageOfTwoProcessesMovesWithTheScopeForSharedPages() {
        expect(scene -> Batch.of(scene.sharedWithAnother(a()), b()).withShared(), Answer.of(0, b()), b());
    }

    @Test
    default void thatAPageIsInPlaceCountsMoreThanThatItIsShared() {
        expect(scene -> scene.twice(b()), b(), b(), b());
        expect(scene -> scene.sharedWithAnother(b()), b(), b(), b());
    }

    /** SEMANTICS 1.5, 12: invisible in 6.1 to 6.4 alone. */
    @Test
    default void aPageWithoutAccessIsOrdinaryButForFourReleases() {
        boolean invisible = since("6.1") && !since("6.5");
        expect(
                scene -> {
                    MemorySegment page = lab().on(a(), scene.arena(), 1);
                    lab().forbid(page);
                    if (invisible) {
                        scene.excuse(page);
                    }
                    return page.address();
                },
                invisible ? ENOENT : b(),
                invisible ? ENOENT : a(),
                invisible ? a() : b());
    }

    @Test
    default void mergedPagesAreRefusedBecauseTheyAreMappedMoreThanOnce() {
        expect(scene -> merged(scene).address(), EACCES, a(), a());
    }

    @Test
    default void mergedPagesMoveWithTheScopeForSharedPages() {
        expect(
                scene -> {
                    long first = merged(scene).address();
                    return Batch.to(b(), first, first + pageSize()).withShared();
                },
                Answer.of(0, b(), EBUSY),
                b(),
                b());
    }

    private MemorySegment merged(Scene scene) {
        MemorySegment pages = scene.excuse(lab().on(a(), scene.arena(), 4));
        lab().merge(pages);
        return pages;
    }
}
