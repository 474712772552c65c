package io.numamigrator.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.numamigrator.Absence;
import io.numamigrator.Errno;
import io.numamigrator.MemoryRange;
import io.numamigrator.MoveOptions;
import io.numamigrator.NodeSet;
import io.numamigrator.NumaMigrator;
import io.numamigrator.NumaProcess;
import io.numamigrator.Placement;
import io.numamigrator.sim.Pin;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plans that fit: drafted, written, read, applied to another process and to the own one, undone. */
class PlanApplyTest {

    private static final int PAGE = 4096;

    private final SimulatedMachine machine = SimulatedMachine.fourNodes();
    private final NumaMigrator numa = machine.migrator();
    private final SimulatedProcess service = machine.spawn();
    private final NumaProcess target = numa.process(service.pid());

    private static MemoryRange part(MemoryRange whole, long page, long pages) {
        return new MemoryRange(whole.start() + page * PAGE, pages * PAGE);
    }

    private PlacementPlan draft(MemoryRange range, int node) {
        return Plans.again(PlanDraft.of(numa, target).move(range, node, "test", 0).plan("test"));
    }

    /** Returns a plan for a whole area that expects its pages anywhere. */
    private PlacementPlan wherever(MemoryRange table, int node) {
        return new PlacementPlan(PlanHeader.of(numa, target, "test"), List.of(new PlanEntry(table,
                target.mappings().stream().filter(area -> area.range().equals(table)).findFirst().orElseThrow(),
                new Expected.Anywhere(), node, "", 0)));
    }

    @Test
    void aPlanMovesAndItsUndoMovesBack() {
        MemoryRange table = service.map(64 << 20);
        service.touch(table);
        service.place(part(table, 0, 1), 0);
        numa.process(service.pid()).move(part(table, 5, 7), 3);
        Map<Long, Integer> before = Plans.pages(numa, target);

        PlacementPlan plan = draft(table, 2);
        assertThat(plan.check(numa)).isEmpty();
        PlanResult result = plan.apply(numa, ApplyOptions.DEFAULT);

        assertThat(result.isComplete()).isTrue();
        assertThat(result.moved()).isEqualTo(16384);
        assertThat(target.locate(table).bytesOn(2)).isEqualTo(64 << 20);
        PlacementPlan undo = Plans.again(result.undo());
        assertThat(undo.bytesByTarget()).isEqualTo(Map.of(0, (16384L - 7) * PAGE, 3, 7L * PAGE));
        assertThat(undo.entries()).hasSizeLessThanOrEqualTo(3);
        PlanResult back = undo.apply(numa, ApplyOptions.DEFAULT);
        assertThat(back.isComplete()).isTrue();
        assertThat(Plans.pages(numa, target)).isEqualTo(before);
        assertThat(back.undo().apply(numa, ApplyOptions.DEFAULT).moved()).isEqualTo(16384);
    }

    @Test
    void theOwnProcessIsOneLikeAnother() {
        MemoryRange table = machine.process().map(1 << 20);
        machine.process().touch(table);
        PlacementPlan plan = Plans.again(PlanDraft.of(numa, numa.self()).move(table, 1, "", 0).plan("test"));
        assertThat(plan.header().process().pid()).isEqualTo(machine.process().pid());
        assertThat(plan.apply(numa, ApplyOptions.DEFAULT).isComplete()).isTrue();
        assertThat(numa.self().locate(table).bytesOn(1)).isEqualTo(1 << 20);
    }

    @Test
    void aDraftNamesWhatIsToMoveAndNothingElse() {
        MemoryRange table = service.map(100 * PAGE);
        service.touch(part(table, 10, 20));
        target.move(part(table, 12, 4), 1);
        PlacementPlan plan = draft(table, 1);
        assertThat(plan.entries()).hasSize(1);
        PlanEntry entry = plan.entries().getFirst();
        assertThat(entry.range()).isEqualTo(part(table, 10, 20));
        assertThat(entry.expected()).isEqualTo(new Expected.Runs(
                List.of(new Expected.Run(2, 0), new Expected.Run(4, 1), new Expected.Run(14, 0))));
        assertThat(entry.area().range()).isEqualTo(table);
        assertThat(draft(part(table, 12, 4), 1).entries()).isEmpty();
        assertThat(draft(part(table, 50, 4), 1).entries()).isEmpty();
        assertThat(draft(new MemoryRange(0x1000, PAGE), 1).entries()).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlanDraft.of(numa, target).move(table, 1, "", 0).move(part(table, 11, 1), 2, "", 0)
                        .plan("test"))
                .withMessageContaining("same page");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '>', textBlock = """
            0-1 > 2-3
            0-3 > 1
            0,2 > 1,3
            0-2 > 2-3
            3   > 0-3
            1-3 > 0,2
            0   > 0
            """)
    void aDraftOfAMigrationGoesWhereTheKernelGoes(String leave, String enter) {
        NodeSet from = NodeSet.parse(leave);
        NodeSet to = NodeSet.parse(enter);
        MemoryRange table = service.map(300 * PAGE);
        service.touch(table);
        for (int node = 0; node < 4; node++) {
            target.move(part(table, 75L * node, 75), node);
        }
        Map<Long, Integer> start = Plans.pages(numa, target);
        PlanResult planned =
                PlanDraft.of(numa, target).migrate(from, to).plan("test").apply(numa, ApplyOptions.DEFAULT);
        Map<Long, Integer> byPlan = Plans.pages(numa, target);
        assertThat(planned.isComplete()).isTrue();
        planned.undo().apply(numa, ApplyOptions.DEFAULT);
        assertThat(Plans.pages(numa, target)).isEqualTo(start);
        target.migrate(from, to);
        assertThat(Plans.pages(numa, target)).isEqualTo(byPlan);
    }

    @Test
    void whatStaysBehindIsToldAndRemains() {
        MemoryRange table = service.map(64 * PAGE);
        service.touch(part(table, 0, 60));
        PlacementPlan plan = PlanDraft.of(numa, target).move(part(table, 0, 60), 1, "", 0).plan("test");
        PlanResult result;
        try (Pin pin = service.pin(part(table, 7, 2))) {
            assertThat(pin).isNotNull();
            result = plan.apply(numa, ApplyOptions.DEFAULT);
        }
        assertThat(result.isComplete()).isFalse();
        assertThat(result.moved()).isEqualTo(58);
        assertThat(result.refused()).isEqualTo(Map.of(Errno.EBUSY, 2L));
        assertThat(result.undo().bytesByTarget()).isEqualTo(Map.of(0, 58L * PAGE));
        assertThat(result.remaining().entries()).hasSize(1);
        assertThat(result.remaining().entries().getFirst().range()).isEqualTo(part(table, 7, 2));
        assertThat(result.remaining().entries().getFirst().expected())
                .isEqualTo(new Expected.Runs(List.of(new Expected.Run(2, 0))));
        assertThat(Plans.again(result.remaining()).apply(numa, ApplyOptions.DEFAULT).isComplete()).isTrue();
        assertThat(target.locate(table).bytesOn(1)).isEqualTo(60 * PAGE);
    }

    /** FORMAT.md: this library writes at most 1,024 runs in one entry. */
    @Test
    void whatRemainsOfPagesOnAlternateNodesIsSeveralEntries() {
        int pages = 3000;
        MemoryRange table = service.map((long) pages * PAGE);
        service.touch(table);
        long[] addresses = LongStream.range(0, pages).map(page -> table.start() + page * PAGE).toArray();
        target.move(Placement.of(addresses, IntStream.range(0, pages).map(page -> page % 2 * 2).toArray()),
                MoveOptions.DEFAULT);
        PlanResult result;
        try (Pin pin = service.pin(table)) {
            assertThat(pin).isNotNull();
            result = wherever(table, 1).apply(numa, ApplyOptions.DEFAULT);
        }
        assertThat(result.refused()).isEqualTo(Map.of(Errno.EBUSY, (long) pages));
        PlacementPlan remaining = result.remaining();
        assertThat(remaining.entries()).extracting(PlanEntry::range)
                .containsExactly(part(table, 0, 1024), part(table, 1024, 1024), part(table, 2048, 952));
        assertThat(remaining.entries().stream().flatMap(entry -> ((Expected.Runs) entry.expected()).runs().stream()))
                .containsExactlyElementsOf(IntStream.range(0, pages)
                        .mapToObj(page -> new Expected.Run(1, page % 2 * 2)).toList());
    }

    /** Nothing could be counted, nor written down for the way back, in pages that are none. */
    @Test
    void aPlanInPagesOfAnotherSizeIsRefused() {
        MemoryRange table = service.map(1 << 20);
        service.touch(table);
        PlacementPlan here = wherever(table, 1);
        PlanHeader header = here.header();
        PlanEntry entry = here.entries().getFirst();
        MemoryRange large = new MemoryRange(table.start() + 65535 & -65536, 512 << 10);
        PlacementPlan plan = new PlacementPlan(
                new PlanHeader(header.process(), header.topology(), 65536, header.createdBy(), header.time()),
                List.of(new PlanEntry(large, entry.area(), new Expected.Anywhere(), 1, "", 0)));
        assertThat(plan.check(numa)).containsExactly(new Finding.OtherPageSize(65536, PAGE));
        assertThatExceptionOfType(PlanRefusedException.class).isThrownBy(() -> plan.apply(numa, ApplyOptions.DEFAULT))
                .withMessageContaining("pages of 65536 bytes, a base page here has 4096");
        assertThat(target.locate(table).bytesOn(1)).isZero();
    }

    @Test
    void absentPagesAreNothingToMove() throws Exception {
        MemoryRange table = service.map(4 * PAGE);
        service.touch(part(table, 0, 2));
        PlanResult result = wherever(table, 3).apply(numa, ApplyOptions.DEFAULT);
        assertThat(result.isComplete()).isTrue();
        assertThat(result.absent()).isEqualTo(Map.of(Absence.NEVER_TOUCHED, 2L));
        assertThat(result.toString()).isEqualTo("2 moved, 0 already there, 2 never touched");
    }

    /** The node has room for two of four pages: those that go first are those with the greater number. */
    @Test
    void greaterPriorityGoesFirst() {
        MemoryRange table = service.map(4 * PAGE);
        service.touch(table);
        PlanDraft draft = PlanDraft.of(numa, target);
        double[] priority = {1, 4, 2, 3};
        for (int i = 0; i < 4; i++) {
            draft.move(part(table, i, 1), 1, "", priority[i]);
        }
        PlacementPlan plan = draft.plan("test");
        machine.fill(1, 2 * PAGE);
        assertThat(plan.check(numa)).singleElement().isInstanceOf(Finding.NoRoom.class);
        PlanResult result = plan.apply(numa, ApplyOptions.DEFAULT.withChunkBytes(PAGE));
        assertThat(result.moved()).isEqualTo(2);
        assertThat(result.remaining().entries()).extracting(entry -> entry.priority()).containsExactly(2.0, 1.0);
        assertThat(target.locate(table).node(1)).isEqualTo(1);
        assertThat(target.locate(table).node(3)).isEqualTo(1);
        assertThat(result.refused()).isEqualTo(Map.of(Errno.ENOMEM, 2L));
    }

    @Test
    void anInterruptedThreadLeavesAPlanOfTheRest() {
        MemoryRange table = service.map(64 * PAGE);
        service.touch(table);
        PlacementPlan plan = draft(table, 1);
        Thread.currentThread().interrupt();
        PlanResult result;
        try {
            result = plan.apply(numa, ApplyOptions.DEFAULT.withChunkBytes(16 * PAGE));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(result.stopped()).contains("interrupted");
        assertThat(result.notReached()).isEqualTo(64);
        assertThat(result.isComplete()).isFalse();
        assertThat(result.remaining().apply(numa, ApplyOptions.DEFAULT).moved()).isEqualTo(64);
    }

    @Test
    void aRecorderSumsUpSeveralMovesOfOnePage() {
        MemoryRange table = service.map(64 * PAGE);
        service.touch(table);
        Map<Long, Integer> before = Plans.pages(numa, target);
        UndoRecorder recorder = UndoRecorder.of(numa, target, "test");
        recorder.move(part(table, 0, 32), 1, MoveOptions.DEFAULT);
        recorder.move(part(table, 16, 32), 2, MoveOptions.DEFAULT);
        recorder.move(part(table, 40, 8), 0, MoveOptions.DEFAULT);
        recorder.move(part(table, 60, 2), 3, MoveOptions.DEFAULT);
        recorder.watch(List.of(table), () -> target.migrate(NodeSet.of(3), NodeSet.of(1)));
        PlacementPlan undo = Plans.again(recorder.undo());
        assertThat(undo.bytesByTarget()).isEqualTo(Map.of(0, (40L + 2) * PAGE));
        assertThat(undo.check(numa)).isEmpty();
        assertThat(undo.apply(numa, ApplyOptions.DEFAULT).isComplete()).isTrue();
        assertThat(Plans.pages(numa, target)).isEqualTo(before);
    }

    @Test
    void anAreaMayGrowSplitAndJoin() {
        MemoryRange table = service.map(64 * PAGE);
        service.touch(table);
        PlacementPlan plan = draft(part(table, 8, 48), 1);
        service.unmap(part(table, 0, 4));
        service.protectNone(part(table, 60, 4));
        assertThat(plan.check(numa)).isEmpty();
        assertThat(plan.apply(numa, ApplyOptions.DEFAULT).moved()).isEqualTo(48);
    }

    @Test
    void whatMayNotBeLookedIntoIsNoFindingButAnError() {
        MemoryRange table = service.map(PAGE);
        service.touch(table);
        PlacementPlan plan = draft(table, 1);
        SimulatedProcess user = machine.spawn();
        user.become(1000);
        assertThatExceptionOfType(io.numamigrator.NumaException.class).isThrownBy(() -> plan.check(user.migrator()))
                .matches(refused -> refused.errno() == Errno.EACCES);
    }
}
