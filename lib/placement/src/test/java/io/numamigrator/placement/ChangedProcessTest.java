package io.numamigrator.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.numamigrator.MemoryRange;
import io.numamigrator.NumaMigrator;
import io.numamigrator.NumaProcess;
import io.numamigrator.ProcessIdentity;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A plan whose process or memory changed before it was applied is refused before a page moves, by the finding that is true. */
class ChangedProcessTest {

    private static final int PAGE = 4096;
    private static final int SEEDS = 60;

    /** What may happen to a process between the plan and its use. */
    enum Event {
        EXIT(Finding.ProcessGone.class), REAP(Finding.ProcessGone.class), REUSE(Finding.PidReused.class), EXEC(
                Finding.ExecutableChanged.class),
        EXEC_OTHER(Finding.ExecutableChanged.class), FORK(
                Finding.OtherProcess.class),
        REBOOT(Finding.OtherBoot.class), UNMAP(
                Finding.AreaGone.class),
        REMAP(Finding.PagesElsewhere.class), REMAP_SHARED(
                Finding.AreaRemapped.class),
        PROTECT(
                Finding.PermissionsChanged.class),
        MOVED_ON(
                Finding.PagesElsewhere.class),
        DISCARD(
                Finding.PagesElsewhere.class),
        UNPLUG(
                Finding.NodeMissing.class),
        OTHER_TOPOLOGY(
                Finding.TopologyChanged.class);

        final Class<? extends Finding> finding;

        Event(Class<? extends Finding> finding) {
            this.finding = finding;
        }
    }

    /** A machine with a service and a plan for it, and what happens then; all of it from a seed. */
    private static final class Scene {

        final Random random;
        final SimulatedMachine machine;
        final NumaMigrator numa;
        final SimulatedProcess service;
        final List<MemoryRange> memory = new ArrayList<>();
        PlacementPlan plan;
        NumaProcess appliedTo;

        Scene(long seed) {
            random = new Random(seed);
            machine = SimulatedMachine.builder().nodes(4, 1L << 30).kernel(random.nextBoolean() ? "6.12" : "5.10")
                    .build();
            numa = machine.migrator();
            service = machine.spawn();
            NumaProcess target = numa.process(service.pid());
            PlanDraft draft = PlanDraft.of(numa, target);
            int areas = 1 + random.nextInt(3);
            for (int i = 0; i < areas; i++) {
                MemoryRange range = service.map((8L + random.nextInt(64)) * PAGE);
                service.map(PAGE); // keeps the next one from joining
                service.place(range, random.nextInt(3));
                memory.add(range);
                draft.move(range, 3, "seed " + seed, random.nextInt(5));
            }
            plan = Plans.again(draft.plan("test"));
            assertThat(plan.entries()).hasSize(areas);
            assertThat(plan.check(numa)).isEmpty();
            appliedTo = numa.process(service.pid());
        }

        MemoryRange some() {
            MemoryRange range = memory.get(random.nextInt(memory.size()));
            long pages = range.bytes() / PAGE;
            long first = random.nextLong(pages);
            return new MemoryRange(range.start() + first * PAGE, (1 + random.nextLong(pages - first)) * PAGE);
        }

        void happens(Event event) {
            switch (event) {
                case EXIT -> service.exit();
                case REAP -> {
                    service.exit();
                    service.reap();
                }
                case REUSE -> {
                    service.exit();
                    service.reap();
                    SimulatedProcess other = machine.spawn(service.pid());
                    for (MemoryRange range : memory) {
                        other.place(other.map(range.bytes()), 0);
                    }
                }
                case EXEC -> service.exec("/usr/bin/java");
                case EXEC_OTHER -> service.exec("/usr/bin/other");
                case FORK -> appliedTo = numa.process(service.fork().pid());
                case REBOOT -> plan = with(plan, header -> new PlanHeader(another(header.process()),
                        header.topology(), header.pageBytes(), header.createdBy(), header.time()));
                case UNMAP -> service.unmap(some());
                case REMAP -> {
                    MemoryRange gone = some();
                    service.unmap(gone);
                    service.adopt(gone);
                }
                case REMAP_SHARED -> {
                    MemoryRange gone = memory.get(random.nextInt(memory.size()));
                    plan = elsewhere(plan, gone, service.mapShared(gone.bytes()));
                }
                case PROTECT -> service.protectNone(some());
                case MOVED_ON -> {
                    MemoryRange range = some();
                    int before = numa.process(service.pid()).locate(range).node(0);
                    numa.process(service.pid()).move(range, (before + 1) % 3);
                }
                case DISCARD -> service.discard(some());
                case UNPLUG -> machine.unplug(3);
                case OTHER_TOPOLOGY -> plan = with(plan, header -> new PlanHeader(header.process(), "sha256:00",
                        header.pageBytes(), header.createdBy(), header.time()));
            }
        }

        private static ProcessIdentity another(ProcessIdentity process) {
            return new ProcessIdentity(process.pid(), process.startTicks(), Optional.of("another-boot"),
                    process.executable(), process.image());
        }

        private static PlacementPlan with(PlacementPlan plan, java.util.function.UnaryOperator<PlanHeader> change) {
            return new PlacementPlan(change.apply(plan.header()), plan.entries());
        }

        /** Nothing can be mapped at an address of choice here: so the plan speaks of where the shared memory is now. */
        private static PlacementPlan elsewhere(PlacementPlan plan, MemoryRange then, MemoryRange now) {
            return new PlacementPlan(plan.header(), plan.entries().stream().map(entry -> entry.range().equals(then)
                    ? new PlanEntry(now, new io.numamigrator.Vma.Mapping(now, entry.area().permissions(), 0,
                            entry.area().path(), Optional.empty()), entry.expected(), 3, "", 0)
                    : entry).toList());
        }

        Map<String, Map<Long, Integer>> everything() {
            Map<String, Map<Long, Integer>> pages = new TreeMap<>();
            for (int pid = 1000; pid < 1010; pid++) {
                try {
                    pages.put("pid " + pid, Plans.pages(numa, numa.process(pid)));
                } catch (RuntimeException noSuchProcess) {
                    pages.put("pid " + pid, Map.of());
                }
            }
            return pages;
        }
    }

    @ParameterizedTest
    @EnumSource
    void isRefusedBeforeAnythingMoves(Event event) {
        for (long seed = 0; seed < SEEDS; seed++) {
            Scene scene = new Scene(seed);
            scene.happens(event);
            Map<String, Map<Long, Integer>> before = scene.everything();
            List<Finding> findings = scene.plan.check(scene.numa, scene.appliedTo);
            assertThat(findings).describedAs("seed " + seed).hasAtLeastOneElementOfType(event.finding);
            assertThatExceptionOfType(PlanRefusedException.class).describedAs("seed " + seed)
                    .isThrownBy(() -> scene.plan.apply(scene.numa, scene.appliedTo, ApplyOptions.DEFAULT))
                    .withMessageStartingWith("nothing was moved: ")
                    .satisfies(refused -> assertThat(refused.findings())
                            .hasAtLeastOneElementOfType(event.finding)
                            .isEqualTo(Finding.stopping(findings, ApplyOptions.DEFAULT)));
            assertThat(scene.everything()).describedAs("seed " + seed).isEqualTo(before);
            assertThat(findings).allSatisfy(finding -> assertThat(finding.toString()).isNotBlank());
        }
    }

    /** What only asks is applied if it is accepted; what refuses is not, whatever is accepted. */
    @ParameterizedTest
    @EnumSource
    void isAcceptedOnlyWhereItMayBe(Event event) {
        Scene scene = new Scene(7);
        scene.happens(event);
        ApplyOptions lenient = ApplyOptions.DEFAULT.acceptingPagesElsewhere().acceptingTopologyChanged();
        boolean asks = scene.plan.check(scene.numa, scene.appliedTo).stream()
                .allMatch(finding -> finding.weight() == Finding.Weight.ASKS);
        assertThat(asks).isEqualTo(
                event.finding == Finding.PagesElsewhere.class || event.finding == Finding.TopologyChanged.class);
        if (asks) {
            assertThat(scene.plan.apply(scene.numa, scene.appliedTo, lenient).isComplete()).isTrue();
        } else {
            assertThatExceptionOfType(PlanRefusedException.class)
                    .isThrownBy(() -> scene.plan.apply(scene.numa, scene.appliedTo, lenient));
        }
    }

    /** Of a forked process the plan still speaks of the parent; that its pages are mapped twice now is told page by page. */
    @Test
    void aParentIsStillTheProcessThatWasPlannedFor() {
        Scene scene = new Scene(3);
        scene.service.fork();
        assertThat(scene.plan.check(scene.numa)).isEmpty();
        PlanResult result = scene.plan.apply(scene.numa, ApplyOptions.DEFAULT);
        assertThat(result.moved()).isZero();
        assertThat(result.refused()).containsOnlyKeys(io.numamigrator.Errno.EACCES);
        assertThat(result.undo().entries()).isEmpty();
    }

    /** A process that changes while a plan is being applied: the rest is left alone, what was moved can be undone. */
    @Test
    void aProcessThatEndsMeanwhileStopsThePlan() {
        for (Event event : List.of(Event.EXIT, Event.REUSE, Event.EXEC)) {
            Scene scene = new Scene(11);
            PlacementPlan plan = scene.plan;
            PlanExecution execution = new PlanExecution(plan, scene.appliedTo, ApplyOptions.DEFAULT);
            scene.happens(event);
            Map<String, Map<Long, Integer>> before = scene.everything();
            PlanResult result = execution.run();
            assertThat(result.moved()).isZero();
            assertThat(result.stopped()).isPresent();
            assertThat(result.isComplete()).isFalse();
            assertThat(result.notReached()).isEqualTo(plan.entries().stream().mapToLong(e -> e.pages(PAGE)).sum());
            assertThat(scene.everything()).isEqualTo(before);
        }
    }

    @Test
    void memoryThatChangesMeanwhileIsLeftAlone() {
        Scene scene = new Scene(12);
        PlanExecution execution = new PlanExecution(scene.plan, scene.appliedTo, ApplyOptions.DEFAULT);
        scene.service.protectNone(scene.plan.entries().getFirst().range());
        PlanResult result = execution.run();
        assertThat(result.skipped()).hasSize(1).first().isInstanceOf(Finding.PermissionsChanged.class);
        assertThat(result.notReached()).isEqualTo(scene.plan.entries().getFirst().pages(PAGE));
        assertThat(result.remaining().entries()).containsExactly(scene.plan.entries().getFirst());
        assertThat(result.isComplete()).isFalse();
    }
}
