package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.numamigrator.PageStatus.NotReached;
import io.numamigrator.PageStatus.On;
import io.numamigrator.PageStatus.Refused;
import io.numamigrator.engine.KernelMigrator;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a move reports is what is true, whatever the kernel left in its status array. */
class VerifiedMoveTest {

    private final ScriptedKernel kernel = new ScriptedKernel(4, 100_000);
    private final NumaMigrator numa = new KernelMigrator(kernel, true);

    private MoveResult move(int firstPage, int pages, int node) {
        return numa.move(Placement.of(range(firstPage, pages), node), MoveOptions.DEFAULT);
    }

    private static MemoryRange range(long firstPage, long pages) {
        return new MemoryRange(firstPage * ScriptedKernel.PAGE, pages * ScriptedKernel.PAGE);
    }

    private static List<PageStatus> statuses(MoveResult result) {
        return result.report().entries().map(PageReport.Entry::status).toList();
    }

    @Test
    void aPinnedPageDoesNotStarveItsNeighbours() {
        IntStream.range(1, 9).forEach(i -> kernel.page(i, 0));
        kernel.folio(3).pinned = true;

        MoveResult result = move(1, 8, 1);

        assertThat(result.moved()).isEqualTo(7);
        assertThat(result.isComplete()).isFalse();
        assertThat(result.refused()).singleElement().satisfies(page -> {
            assertThat(page.status()).isEqualTo(new Refused(Errno.EBUSY));
            assertThat(page.address()).isEqualTo(3L * ScriptedKernel.PAGE);
            assertThat(page.raw()).isEmpty();
        });
        assertThat(result.calls()).extracting(KernelCall::result).containsExactly(1L);
        assertThat(result.remaining()).hasToString("1 part: 3000-4000 on node 1");
    }

    @Test
    void thePagesBehindAFailedRunAreTriedInAnotherCall() {
        kernel.page(1, 0).pinned = true;
        kernel.page(2, 0).shared = true;
        kernel.page(3, 0);
        kernel.page(4, 0);

        MoveResult result = move(1, 4, 2);

        assertThat(statuses(result))
                .containsExactly(new Refused(Errno.EBUSY), new Refused(Errno.EACCES), new On(2), new On(2));
        assertThat(kernel.moveCounts).containsExactly(4L, 2L);
        assertThat(result.calls().getFirst().result()).isEqualTo(3L);
    }

    @Test
    void aFullNodeBecomesTruthForEachPage() {
        IntStream.range(1, 11).forEach(i -> kernel.page(i, 0));
        kernel.freePages.put(1, 4);

        MoveResult result = move(1, 10, 1);

        assertThat(result.moved()).isEqualTo(4);
        assertThat(result.report().refused(Errno.ENOMEM)).isEqualTo(6);
        assertThat(result.calls()).singleElement().extracting(KernelCall::refused).isEqualTo(true);
        kernel.freePages.put(1, 100);
        assertThat(numa.move(result.remaining()).orThrow().moved()).isEqualTo(6);
    }

    @Test
    void pagesBehindTheCallThatFoundTheNodeFullAreNotReached() {
        IntStream.range(1, 5001).forEach(i -> kernel.page(i, 0));
        kernel.freePages.put(1, 10);

        MoveResult result = move(1, 5000, 1);

        assertThat(result.moved()).isEqualTo(10);
        assertThat(result.report().refused(Errno.ENOMEM)).isEqualTo(4096 - 10);
        assertThat(result.notReached()).hasSize(5000 - 4096).allMatch(page -> page.status() instanceof NotReached);
        assertThat(result).hasToString("5000 pages: 10 moved, 0 already there, 904 not reached, 4086 ENOMEM");
    }

    @Test
    void aBusyAnswerForTheNeighbourUnderTheSameFolioIsNoFailure() {
        kernel.huge(16, 4, 0);

        MoveResult result = move(16, 4, 3);

        assertThat(result.orThrow().moved()).isEqualTo(4);
        assertThat(result.report().raw(1)).hasValue(-Errno.EBUSY.number());
        assertThat(result.report().raw(0)).hasValue(3);
    }

    @Test
    void aPinnedFolioIsRefusedWithAllItsPages() {
        kernel.huge(16, 4, 0).pinned = true;
        kernel.page(20, 0);

        MoveResult result = move(16, 5, 3);

        assertThat(result.moved()).isEqualTo(1);
        assertThat(result.report().refused(Errno.EBUSY)).isEqualTo(4);
    }

    @Test
    void aPageInPlaceIsNotHandedToTheKernelAgain() {
        kernel.page(1, 1).pinned = true;
        kernel.page(2, 0);

        MoveResult result = move(1, 2, 1).orThrow();

        assertThat(kernel.moveCounts).containsExactly(1L);
        assertThat(result.alreadyThere()).isEqualTo(1);
        assertThat(result.moved()).isEqualTo(1);
    }

    @Test
    void anAddressWithoutAPageKeepsNoMoveIncomplete() {
        kernel.page(1, 0);
        kernel.untouched.add(2L * ScriptedKernel.PAGE);

        MoveResult result = move(1, 2, 1).orThrow();

        assertThat(result.absent()).isEqualTo(1);
        assertThat(result.refused()).isEmpty();
        assertThat(result.remaining().isEmpty()).isTrue();
    }

    @Test
    void anAddressOutsideEveryVmaKeepsAMoveIncomplete() {
        kernel.page(1, 0);

        MoveResult result = move(1, 2, 1);

        assertThat(result.isComplete()).isFalse();
        assertThatThrownBy(result::orThrow)
                .isInstanceOf(IncompleteMoveException.class)
                .hasMessage("2 pages: 1 moved, 0 already there, 1 no area there;"
                        + " no area there: compare the address with /proc/PID/maps");
    }

    @Test
    void aPageThatWasMovedAndTakenElsewhereIsToldSo() {
        kernel.page(1, 0);
        kernel.page(2, 0);
        kernel.script = (call, _, nodes) -> {
            if (call == 0 && nodes.equals(MemorySegment.NULL)) {
                kernel.folio(2).node = 3;
            }
            return null;
        };

        MoveResult result = move(1, 2, 1);

        assertThat(statuses(result)).containsExactly(new On(1), new PageStatus.FoundElsewhere(3));
        assertThat(result.notReached()).isEmpty();
        assertThat(result.refused()).isEmpty();
        assertThat(result.foundElsewhere()).singleElement()
                .satisfies(page -> assertThat(page.raw()).hasValue(1));
        assertThat(result.report().bytesByNode()).containsEntry(3, 4096L);
        assertThat(result.report().bytesOn(3)).isEqualTo(4096);
        assertThat(result.report().node(1)).isEqualTo(3);
        assertThat(result.report().present()).isEqualTo(2);
        assertThat(result.isComplete()).isFalse();
        assertThat(result).hasToString("2 pages: 1 moved, 0 already there, 1 moved, then found on node 3");
        assertThat(result.remaining()).hasToString("1 part: 2000-3000 on node 1");
    }

    @Test
    void withoutMapsNobodyKnowsWhyAPageIsAbsent() {
        kernel.page(1, 1);
        kernel.untouched.add(2L * ScriptedKernel.PAGE);
        kernel.mapsAreHidden = true;

        MoveResult result = move(1, 2, 1);

        assertThat(result.absent(Absence.UNKNOWN)).isEqualTo(1);
        assertThat(result.isComplete()).isFalse();
        assertThat(result.unknownBecause().orElseThrow()).contains("maps");
        assertThatThrownBy(result::orThrow).hasMessageContaining(Absence.UNKNOWN.remedy());
    }

    @Test
    void withoutPagemapNobodyKnowsWhetherAPageIsSwappedOut() {
        kernel.untouched.add(1L * ScriptedKernel.PAGE);
        kernel.pageMapAnswer = -Errno.EPERM.number();

        MoveResult result = move(1, 1, 1);

        assertThat(result.absent(Absence.UNKNOWN)).isEqualTo(1);
        assertThat(result.isComplete()).isFalse();
        assertThat(result.unknownBecause().orElseThrow()).contains("pagemap").contains("EPERM");
    }

    @Test
    void whatComesWhileAMoveLastsIsNotAbsent() {
        kernel.untouched.add(1L * ScriptedKernel.PAGE);
        kernel.page(2, 0);
        kernel.script = (call, _, nodes) -> {
            if (call == 0 && nodes.equals(MemorySegment.NULL)) {
                kernel.page(1, 2);
            }
            return null;
        };

        MoveResult result = move(1, 2, 1);

        assertThat(statuses(result)).containsExactly(new On(2), new On(1));
        assertThat(result.isComplete()).isFalse();
        assertThat(result.absent()).isZero();
    }

    @Test
    void anotherProcessCannotBePopulated() {
        kernel.untouched.add(1L * ScriptedKernel.PAGE);

        assertThatThrownBy(() -> numa.process(4711)
                .move(Placement.of(range(1, 1), 1), MoveOptions.DEFAULT.withPopulate()))
                .isInstanceOfSatisfying(NumaException.class, refused -> {
                    assertThat(refused.errno()).isEqualTo(Errno.EOPNOTSUPP);
                    assertThat(refused.pid()).isEqualTo(4711);
                    assertThat(refused).hasMessageContaining("by the process itself alone");
                });
    }

    @Test
    void anUnknownNodeIsThrownBeforeAnythingMoves() {
        kernel.page(1, 0);
        kernel.page(2, 0);
        Placement plan = Placement.of(range(1, 1), 1).and(range(2, 1), 9);

        assertThatThrownBy(() -> numa.move(plan))
                .isInstanceOfSatisfying(NumaException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENODEV));

        assertThat(kernel.nodeOf(1)).isZero();
    }

    @Test
    void anUnknownNodeIsThrownEvenIfThereIsNoPageToMove() {
        kernel.untouched.add(1L * ScriptedKernel.PAGE);

        assertThatThrownBy(() -> move(1, 1, 9)).isInstanceOf(NumaException.class);
    }

    @Test
    void aRefusalInMidPlanIsReportedForThePagesLeft() {
        IntStream.range(1, 5001).forEach(i -> kernel.page(i, 0));
        kernel.script = (call, _,
                nodes) -> call == 1 && !nodes.equals(MemorySegment.NULL) ? Long.valueOf(-Errno.EPERM.number()) : null;

        MoveResult result = move(1, 5000, 1);

        assertThat(result.moved()).isEqualTo(4096);
        assertThat(result.report().refused(Errno.EPERM)).isEqualTo(904);
        assertThat(result.calls()).hasSize(2);
    }

    @Test
    void aProcessThatEndsBeforeTheSecondLookIsReportedNotThrown() {
        kernel.page(1, 0).pinned = true;
        kernel.page(2, 0);
        int[] queries = {0};
        kernel.script = (_, _, nodes) -> nodes.equals(MemorySegment.NULL) && queries[0]++ == 1
                ? Long.valueOf(-Errno.ESRCH.number())
                : null;

        MoveResult result = move(1, 2, 1);

        assertThat(result.report().refused(Errno.ESRCH)).isEqualTo(2);
        assertThat(result.moved()).isZero();
    }

    @Test
    void anInterruptEndsAMoveBetweenTwoCalls() {
        IntStream.range(1, 5001).forEach(i -> kernel.page(i, 0));
        kernel.script = (call, _, nodes) -> {
            if (call == 0 && !nodes.equals(MemorySegment.NULL)) {
                Thread.currentThread().interrupt();
            }
            return null;
        };

        MoveResult result = move(1, 5000, 1);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(result.interrupted()).isTrue();
        assertThat(result.moved()).isEqualTo(4096);
        assertThat(result.notReached()).hasSize(904);
    }

    @Test
    void furtherAttemptsAskForBusyPagesOnly() {
        kernel.page(1, 0).pinned = true;
        kernel.page(2, 0);
        kernel.script = (call, _, _) -> {
            kernel.folio(1).pinned = call < 2;
            return null;
        };

        MoveResult result =
                numa.move(Placement.of(range(1, 2), 1), MoveOptions.DEFAULT.withAttempts(5)).orThrow();

        assertThat(kernel.moveCounts).containsExactly(2L, 1L, 1L);
        assertThat(result.moved()).isEqualTo(2);
    }

    @Test
    void aSharedPageMovesOnlyWhenAskedFor() {
        kernel.page(1, 0).shared = true;

        MoveResult refused = move(1, 1, 1);
        assertThat(statuses(refused)).containsExactly(new Refused(Errno.EACCES));

        assertThat(numa.move(refused.remaining(), MoveScope.SHARED).orThrow().moved()).isEqualTo(1);
    }

    @Test
    void aPageThatItsFolioDraggedAwayIsNotReportedOnItsTarget() {
        kernel.huge(16, 2, 0);
        Placement plan = Placement.of(range(16, 1), 1).and(range(17, 1), 2);

        MoveResult result = numa.move(plan);

        assertThat(statuses(result)).containsExactly(new On(2), new On(2));
        assertThat(result.isComplete()).isFalse();
        assertThat(result.moved()).isEqualTo(1);
        assertThat(result.remaining()).hasToString("1 part: 10000-11000 on node 1");
    }

    @Test
    void thePageAtAddressZeroIsNotMovedByTheCheckOfTheNodes() {
        kernel.page(0, 0);
        kernel.page(1, 0);
        kernel.page(2, 0);

        numa.move(Placement.of(range(1, 1), 1).and(range(2, 1), 2)).orThrow();

        assertThat(kernel.nodeOf(0)).isZero();
    }
}
