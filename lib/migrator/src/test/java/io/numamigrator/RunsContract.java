package io.numamigrator;

import org.junit.jupiter.api.Test;

/** How move_pages(2) works through a batch: runs of one target, and what a run that fails leaves unsaid (SEMANTICS 1.4). */
interface RunsContract extends OnSeveralNodes {

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
    default void aPinnedPageLeavesItsWholeRunUnwritten() {
        expect(
                scene -> Batch.of(scene.page(a()), b(), scene.pinned(a()), b(), scene.page(a()), b()),
                Answer.of(1, UNWRITTEN, UNWRITTEN, UNWRITTEN),
                b(),
                a(),
                b());
    }

    @Test
    default void aPinnedPageStarvesTheRunsBehindIt() {
        expect(
                scene -> Batch.of(scene.pinned(a()), b(), scene.page(a()), c(), scene.page(a()), c()),
                ByRelease.since("5.6", Answer.of(2, UNWRITTEN, UNWRITTEN, UNWRITTEN))
                        .then("6.1", Answer.of(3, UNWRITTEN, UNWRITTEN, UNWRITTEN))
                        .at(lab().release()),
                a(),
                a(),
                a());
    }
}
