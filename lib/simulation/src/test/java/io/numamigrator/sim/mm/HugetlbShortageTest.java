package io.numamigrator.sim.mm;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.Errno;
import io.numamigrator.MemoryRange;
import io.numamigrator.MigrateResult;
import io.numamigrator.MoveOptions;
import io.numamigrator.MoveResult;
import io.numamigrator.NodeSet;
import io.numamigrator.NumaMigrator;
import io.numamigrator.PageStatus;
import io.numamigrator.Placement;
import io.numamigrator.PoolShortage;
import io.numamigrator.sim.Core;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;
import io.numamigrator.sim.fault.ProcessMemory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** A hugetlb page that its target has no page for ends a call before anything else has moved; the library goes on without it. */
@ParameterizedClass
@ValueSource(strings = {"5.10", "6.1", "6.12", "6.18", "7.3"})
class HugetlbShortageTest {

    private static final int PAGE = 4096;
    private static final int HUGE = 2 << 20;
    private static final int PER_HUGE = HUGE / PAGE;

    private final SimulatedMachine machine;
    private final SimulatedProcess process;
    private final NumaMigrator numa;
    private final List<MemoryRange> huge = new ArrayList<>();
    private final List<MemoryRange> small = new ArrayList<>();

    /** Small pages, a huge one, small ones, a huge one and small ones again: 30 small ones on node 0 in all. */
    HugetlbShortageTest(String kernel) {
        machine = SimulatedMachine.builder().nodes("four").kernel(kernel).build();
        process = machine.process();
        numa = machine.migrator();
        machine.hugetlbPages(0, 2);
        ProcessMemory mappings = new ProcessMemory(Core.of(process));
        for (int i = 0; i < 2; i++) {
            small.add(process.map(10 * PAGE));
            SimulatedFile file = new SimulatedFile("/anon_hugepage (deleted)", FileSystem.SHMEM);
            huge.add(mappings.mapBacking(new Backing.Hugetlb(file), 0, HUGE, false, file.path));
        }
        small.add(process.map(10 * PAGE));
        small.forEach(process::touch);
        huge.forEach(process::touch);
    }

    /** Leave room for all small pages on a node, not for a huge one. */
    private void leaveRoomForSmallPages(int node) {
        machine.fill(node, 100 * PAGE);
    }

    private Placement everything(int node) {
        Placement plan = Placement.nothing();
        for (MemoryRange range : small) {
            plan = plan.and(range, node);
        }
        for (MemoryRange range : huge) {
            plan = plan.and(range, node);
        }
        return plan;
    }

    private List<PoolShortage> lacking(int node) {
        return huge.stream().map(MemoryRange::start).sorted().map(start -> new PoolShortage(start, HUGE, node))
                .toList();
    }

    @Test
    void oneHugePageIsOnePageAndOneReason() {
        leaveRoomForSmallPages(2);

        MoveResult result = numa.move(Placement.of(huge.getFirst(), 2));

        assertThat(result.report().refused(Errno.ENOMEM)).isEqualTo(PER_HUGE);
        assertThat(result.notReached()).isEmpty();
        assertThat(result.shortages()).containsExactly(new PoolShortage(huge.getFirst().start(), HUGE, 2));
        assertThat(result).asString()
                .contains("one page of 2 MiB")
                .contains("/sys/devices/system/node/node2/hugepages/hugepages-2048kB/nr_hugepages");
    }

    @Test
    void whatLiesAroundItMoves() {
        leaveRoomForSmallPages(2);

        MoveResult result = numa.move(everything(2));

        assertThat(result.moved()).isEqualTo(30);
        assertThat(result.report().refused(Errno.ENOMEM)).isEqualTo(2 * PER_HUGE);
        assertThat(result.notReached()).isEmpty();
        assertThat(result.shortages()).isEqualTo(lacking(2));
        assertThat(numa.move(result.remaining()).pages()).isEqualTo(2 * PER_HUGE);
        assertThat(result.report().entries().filter(page -> page.status().equals(new PageStatus.On(2)))).hasSize(30);
    }

    @Test
    void migrateGoesOnWithoutIt() {
        leaveRoomForSmallPages(2);

        MigrateResult result = numa.self().migrate(NodeSet.of(0), NodeSet.of(2));

        assertThat(result.call().result()).isEqualTo(-Errno.ENOMEM.number());
        assertThat(result.isComplete()).isFalse();
        assertThat(result.bytesLeft()).isEqualTo(2 * HUGE);
        assertThat(result.bytesAfter()).containsEntry(2, 30L * PAGE);
        assertThat(result.shortages()).isEqualTo(lacking(2));
        assertThat(result).asString().contains("nr_hugepages");
    }

    /** The pool of the target is asked first: with a page in it nothing is lacking. */
    @Test
    void withAPageInThePoolItMoves() {
        machine.hugetlbPages(2, 1);
        leaveRoomForSmallPages(2);

        MoveResult result = numa.move(everything(2), MoveOptions.DEFAULT);

        assertThat(result.moved()).isEqualTo(30 + PER_HUGE);
        assertThat(result.shortages()).hasSize(1);
        assertThat(result.notReached()).isEmpty();
    }

    /** A node without room for anything is what it was: the kernel's ENOMEM, and no word of pools. */
    @Test
    void aFullNodeIsNoShortageOfAPool() {
        machine.fill(2, 3 * PAGE);

        MoveResult result = numa.move(Placement.of(small.get(0), 2).and(small.get(1), 2));

        assertThat(result.moved()).isLessThanOrEqualTo(3);
        assertThat(result.shortages()).isEmpty();
        assertThat(result.isComplete()).isFalse();
    }
}
