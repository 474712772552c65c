package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What another process has not mapped, or has in the swap, is told by moves and counts in migrations. */
class HiddenFromAnotherProcessTest {

    private static final long PAGE = 4096;

    private SimulatedMachine machine;
    private SimulatedProcess other;
    private NumaProcess target;

    @BeforeEach
    void boot() {
        machine = SimulatedMachine.builder().nodes(4, 1L << 30).swap(1L << 20).kernel("6.12").build();
        other = machine.spawn();
        target = machine.migrator().process(other.pid());
    }

    @Test
    void untouchedPrivateMemoryLeavesItsMoveComplete() {
        MoveResult result = target.move(other.map(4 * PAGE), 1).orThrow();

        assertThat(result.absent(Absence.NEVER_TOUCHED)).isEqualTo(4);
    }

    @Test
    void sharedMemoryThatItNeverTouchedMayBeInMemory() {
        MoveResult result = target.move(other.mapShared(4 * PAGE), 1);

        assertThat(result.absent(Absence.UNMAPPED)).isEqualTo(4);
        assertThat(result.isComplete()).isFalse();
    }

    @Test
    void aWhollySwappedProcessIsNeitherMovedNorMigrated() {
        MemoryRange memory = other.map(4 * PAGE);
        other.place(memory, 0);
        other.swapOut(memory);

        MoveResult moved = target.move(memory, 1);
        assertThat(moved.absent(Absence.SWAPPED)).isEqualTo(4);
        assertThatThrownBy(moved::orThrow).hasMessageContaining("swap it in");

        MigrateResult migrated = target.migrate(NodeSet.of(0), NodeSet.of(1));
        assertThat(migrated.bytesSwapped()).isEqualTo(4 * PAGE);
        assertThat(migrated.isComplete()).isFalse();
    }

    @Test
    void sharedMemoryThatAChildTouchedIsNotMigratedWithItsParent() {
        MemoryRange shared = other.mapShared(4 * PAGE);
        SimulatedProcess child = other.fork();
        child.place(shared, 0);

        MigrateResult result = target.migrate(NodeSet.of(0), NodeSet.of(1));

        assertThat(result.call().result()).isZero();
        assertThat(result.bytesLeft()).isZero();
        assertThat(result.bytesUnseen()).isEqualTo(4 * PAGE);
        assertThatThrownBy(result::orThrow).isInstanceOf(IncompleteMigrationException.class)
                .hasMessageContaining("has not mapped");
        other.read(shared);
        assertThat(target.migrate(NodeSet.of(0), NodeSet.of(1)).orThrow().bytesUnseen()).isZero();
    }

    @Test
    void aReportOfAnotherProcessCanBeClassified() {
        MemoryRange memory = other.map(4 * PAGE);
        PageReport report = target.classify(target.locate(memory));
        assertThat(report.absent(Absence.NEVER_TOUCHED)).isEqualTo(4);
        assertThat(report.raw(0)).hasValue(-Errno.ENOENT.number());
    }
}
