package io.numamigrator;

import org.junit.jupiter.api.Test;

/** How move_pages(2) works through a batch: runs of one target, and what a run that fails leaves unsaid (SEMANTICS 1.4). */
interface RunsContract extends OnSeveralNodes {

    /** Return {@code result}, or on 5.6 to 6.0 one less: those did not count the entry that the flush came at. */
    private long counted(long result) {
        return since("6.1") ? result : result - 1;
    }

    @Test
    default void pagesThatCanMoveAreMovedAndReported() {
        expect(
                scene -> Batch.of(scene.page(a()), b(), scene.page(a()), c(), scene.page(b()), a()),
                Answer.of(0, b(), c(), a()),
                b(),
                c(),
                a());
    }

    @Test
    default void aPinnedPageAloneIsCountedAndNothingIsSaid() {
        expect(scene -> Batch.of(scene.pinned(a()), b()), Answer.of(counted(1), UNWRITTEN), a());
    }

    @Test
    default void aPinnedPageLeavesItsWholeRunUnwritten() {
        expect(
                scene -> Batch.of(scene.page(a()), b(), scene.pinned(a()), b(), scene.page(a()), b()),
                Answer.of(counted(1), UNWRITTEN, UNWRITTEN, UNWRITTEN),
                b(),
                a(),
                b());
    }

    @Test
    default void aPinnedPageStarvesTheRunsBehindIt() {
        expect(
                scene -> Batch.of(scene.pinned(a()), b(), scene.page(a()), c(), scene.page(a()), c()),
                Answer.of(counted(3), UNWRITTEN, UNWRITTEN, UNWRITTEN),
                a(),
                a(),
                a());
    }

    @Test
    default void theStatusThatEndsAFailingRunIsWritten() {
        expect(
                scene -> Batch.of(scene.pinned(a()), b(), scene.hole(), b(), scene.page(a()), b()),
                Answer.of(2, UNWRITTEN, EFAULT, UNWRITTEN),
                a(),
                NO_PAGE,
                a());
    }

    @Test
    default void aStatusBeforeTheFailingRunIsWritten() {
        expect(
                scene -> Batch.of(scene.hole(), b(), scene.pinned(a()), b(), scene.page(a()), b()),
                Answer.of(counted(1), EFAULT, UNWRITTEN, UNWRITTEN),
                NO_PAGE,
                a(),
                b());
    }

    @Test
    default void aBadNodeStillFlushesTheRunBeforeIt() {
        expectOfKernel(
                scene -> Batch.of(scene.pinned(a()), b(), scene.page(a()), b(), scene.page(a()), -1),
                Answer.failed(Errno.ENODEV, UNWRITTEN, UNWRITTEN, UNWRITTEN),
                a(),
                b(),
                a());
    }

    @Test
    default void theResultCountsFailedPagesAndEntriesNeverLookedAt() {
        expect(
                scene -> Batch.of(
                        scene.pinned(a()), b(), scene.pinned(a()), b(), scene.page(a()), b(),
                        scene.page(a()), c(), scene.pinned(a()), c(), scene.page(a()), c(),
                        scene.page(a()), c(), scene.page(a()), c()),
                Answer.of(
                        counted(7), UNWRITTEN, UNWRITTEN, UNWRITTEN, UNWRITTEN, UNWRITTEN, UNWRITTEN, UNWRITTEN,
                        UNWRITTEN),
                a(), a(), b(), a(), a(), a(), a(), a());
    }

    /** SEMANTICS 12: four pages held by vmsplice. */
    @Test
    default void aBatchOfPinnedPagesIsCounted() {
        expect(
                scene -> Batch.to(b(), scene.pinned(a()), scene.pinned(a()), scene.pinned(a()), scene.pinned(a())),
                Answer.of(counted(4), UNWRITTEN, UNWRITTEN, UNWRITTEN, UNWRITTEN),
                a(), a(), a(), a());
    }

    @Test
    default void aPinnedPageOnItsTargetIsFine() {
        expect(scene -> Batch.of(scene.pinned(a()), a()), Answer.of(0, a()), a());
    }

    @Test
    default void nothingToDoIsZero() {
        expect(scene -> Batch.of(scene.page(b()), b(), scene.page(a()), a()), Answer.of(0, b(), a()), b(), a());
    }
}
