package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** One page named more than once in a batch (SEMANTICS 1.7). */
interface DuplicatesContract extends OnSeveralNodes {

    @Test
    default void aPageNamedTwiceInARowIsBusyTheSecondTime() {
        expect(
                scene -> {
                    long x = scene.page(a());
                    return Batch.of(x, b(), x, b(), scene.page(a()), b());
                },
                Answer.of(0, b(), EBUSY, b()),
                b(),
                b(),
                b());
    }

    @Test
    default void aPageNamedAgainLaterInItsRunIsBusy() {
        expect(
                scene -> {
                    long x = scene.page(a());
                    return Batch.of(x, c(), scene.page(a()), c(), x, c());
                },
                Answer.of(0, c(), c(), EBUSY),
                c(),
                c(),
                c());
    }

    @Test
    default void theLastTargetOfAPageWinsButNotWhereAPageRestsAfterAMove() {
        boolean rests = !since("5.13");
        int end = rests ? b() : c();
        expect(
                scene -> {
                    long x = scene.page(a());
                    return Batch.of(x, b(), x, c());
                },
                Answer.of(0, b(), rests ? EBUSY : c()),
                end,
                end);
    }

    @Test
    default void aPageSentAroundTheNodesComesBackButNotWhereItRests() {
        boolean rests = !since("5.13");
        expectOfKernel(
                scene -> {
                    long x = scene.page(a());
                    return Batch.of(x, a(), x, b(), x, c(), x, a());
                },
                rests ? Answer.of(0, a(), b(), EBUSY, EBUSY) : Answer.of(0, a(), b(), c(), a()),
                rests ? new int[] {b(), b(), b(), b()} : new int[] {a(), a(), a(), a()});
    }

    @Test
    default void aDuplicateInAQueryIsAnsweredTwice() {
        try (Scene scene = new Scene(lab())) {
            long x = scene.page(b());
            assertThat(Batch.query(lab().kernel(), 0, x, x)).isEqualTo(Answer.of(0, b(), b()));
        }
    }

    @Test
    default void theTailBehindTheHeadOfAHugePageIsBusyAndTheNextInPlace() {
        expect(
                scene -> {
                    long head = scene.huge(a());
                    return Batch.to(b(), head, head + pageSize(), head + 2L * pageSize());
                },
                Answer.of(0, b(), EBUSY, b()),
                b(),
                b(),
                b());
    }

    @Test
    default void ofAllPagesOfAHugePageOneIsBusy() {
        int[] statuses = new int[pagesOfHuge()];
        int[] places = new int[pagesOfHuge()];
        Arrays.fill(statuses, b());
        Arrays.fill(places, b());
        statuses[1] = EBUSY;
        expect(
                scene -> {
                    return Batch.to(b(), pagesOf(new MemoryRange(scene.huge(a()), hugePageSize())));
                },
                Answer.of(0, statuses),
                places);
    }

    @Test
    default void aHugePageFollowsTheLastOfItsPagesNamed() {
        expect(
                scene -> {
                    long head = scene.hugeTornApart(b());
                    return Batch.of(head, a(), head + pageSize(), c());
                },
                Answer.of(0, a(), c()),
                c(),
                c());
    }

    @Test
    default void aPinnedHugePageIsOneFailure() {
        expect(
                scene -> {
                    long head = scene.pinnedHuge(a());
                    return Batch.to(b(), head, head + pageSize(), head + 2L * pageSize());
                },
                Answer.of(2, UNWRITTEN, EBUSY, UNWRITTEN),
                a(),
                a(),
                a());
    }
}
