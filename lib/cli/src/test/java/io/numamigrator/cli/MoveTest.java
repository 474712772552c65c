package io.numamigrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.MemoryRange;
import io.numamigrator.MoveResult;
import io.numamigrator.NumaMigrator;
import io.numamigrator.cli.draw.TestTerminal;
import io.numamigrator.cli.where.SharedFiles;
import io.numamigrator.sim.SimulatedMachine;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Moves and migrates real processes on the running kernel. */
class MoveTest {

    private static final String NO_NODE = "1000";

    private static String node() {
        try (NumaMigrator numa = NumaMigrator.system()) {
            return Integer.toString(numa.topology().allowed().intersect(numa.topology().withMemory()).highest());
        }
    }

    @Test
    void theStackOfAChildIsBroughtToANode() throws IOException {
        try (Child child = Child.ordinary()) {
            Ran ran = Ran.numa("move", child.pid(), child.area("[stack]").toString(), node());
            assertThat(ran.err()).isEmpty();
            assertThat(ran.code()).isZero();
            assertThat(ran.out()).contains("complete: every page in").contains("never touched");
        }
    }

    @Test
    void memoryThatNobodyMovesIsNeverComplete() throws IOException {
        try (Child child = Child.ordinary()) {
            Ran ran = Ran.numa("move", child.pid(), child.area("[vvar]").toString(), node());
            assertThat(ran.code()).isEqualTo(1);
            assertThat(ran.out()).contains("incomplete").contains("device memory");
        }
    }

    @Test
    void pagesOfAFileThatAreNotMappedMayBeInMemory() throws IOException {
        Path file = Files.createTempFile("cached", ".data");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                Arena arena = Arena.ofShared()) {
            Files.write(file, new byte[64 << 10]);
            MemorySegment mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, 64 << 10, arena);
            String own = Long.toString(ProcessHandle.current().pid());
            Ran ran = Ran.numa("move", own, MemoryRange.of(mapped).toString(), node());
            assertThat(ran.code()).as(ran.out()).isEqualTo(1);
            assertThat(ran.out()).contains("not mapped here, may be in memory").contains("incomplete");
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void aSecondMoveFindsEverythingThere() throws IOException {
        try (Child child = Child.ordinary()) {
            String[] line = {"move", child.pid(), child.area("[stack]").toString(), node()};
            Ran.numa(line);
            assertThat(Ran.numa(line).out()).contains("already there").doesNotContain("moved");
        }
    }

    @Test
    void whereNothingIsMappedNothingIsComplete() throws IOException {
        try (Child child = Child.ordinary()) {
            Ran ran = Ran.numa("move", child.pid(), "1000-3000", node());
            assertThat(ran.code()).isEqualTo(1);
            assertThat(ran.out()).contains("incomplete").contains("EFAULT").contains("not mapped");
        }
    }

    @Test
    void aRangeOverHalfTheAddressSpaceIsCutToWhatIsMapped() throws IOException {
        try (Child child = Child.ordinary()) {
            Ran ran = Ran.numa("move", child.pid(), "0-7ffffffff000", node());
            assertThat(ran.code()).isEqualTo(1);
            assertThat(ran.out()).contains("not mapped").contains("TiB");
        }
    }

    @Test
    void aNodeThatDoesNotExistIsRefusedWithItsErrno() throws IOException {
        try (Child child = Child.ordinary()) {
            Ran ran = Ran.numa("move", child.pid(), child.area("[stack]").toString(), NO_NODE);
            assertThat(ran.code()).isEqualTo(1);
            assertThat(ran.complaints()).hasSize(1);
            assertThat(ran.err()).startsWith("numa move: move_pages").contains("ENODEV").contains("Mend: ");
        }
    }

    @Test
    void aProcessIsMigratedToWhereItIs() throws IOException {
        try (Child child = Child.ordinary()) {
            Ran ran = Ran.numa("migrate", child.pid(), node(), node());
            assertThat(ran.err()).isEmpty();
            assertThat(ran.code()).isZero();
            assertThat(ran.out()).contains("before", "after", "node " + node(), "complete: ");
        }
    }

    @Test
    void aMigrationToNowhereIsRefused() throws IOException {
        try (Child child = Child.ordinary()) {
            Ran ran = Ran.numa("migrate", child.pid(), node(), "1000");
            assertThat(ran.code()).isEqualTo(1);
            assertThat(ran.complaints()).hasSize(1);
            assertThat(ran.err()).startsWith("numa migrate: migrate_pages").contains("EINVAL");
        }
    }

    @Test
    void rangesAreCutToAreasAndNeighboursJoined() throws IOException {
        try (Child child = Child.ordinary();
                NumaMigrator numa = NumaMigrator.system()) {
            MemoryRange stack = child.area("[stack]");
            var areas = numa.process(child.process().pid()).maps();
            assertThat(MappedParts.of(areas, stack)).containsExactly(stack);
            assertThat(MappedParts.of(areas, new MemoryRange(0x1000, 0x2000)))
                    .containsExactly(new MemoryRange(0x1000, 1));
        }
    }

    @Test
    void theVerdictFoldsToTheTerminal() {
        MoveTally tally = new MoveTally(MemoryRange.parse("7f66f9ad3000-7f66f9ad5000"), 1, 4096);
        assertThat(tally.lines(TestTerminal.of(60, true, true).terminal()))
                .allSatisfy(line -> assertThat(TestTerminal.withoutColour(line).length()).isLessThanOrEqualTo(60))
                .hasSizeGreaterThan(2);
    }

    @Test
    void aPageThatThisProcessMapsTwiceIsNotBlamedOnOthers() {
        SimulatedMachine machine = SimulatedMachine.builder().nodes(2, 1L << 30).kernel("6.12").build();
        MemoryRange shared = machine.process().mapShared(4 << 12);
        machine.process().touch(shared);
        machine.process().fork().read(shared);
        MoveResult refused = machine.migrator().self().move(shared, 1);

        MoveTally others = new MoveTally(shared, 1, 4096, address -> false);
        others.add(refused, 0);
        assertThat(others.lines(TestTerminal.plain().terminal()))
                .anyMatch(line -> line.contains("other processes map"));
        MoveTally twice = new MoveTally(shared, 1, 4096, address -> true);
        twice.add(refused, 0);
        assertThat(twice.lines(TestTerminal.plain().terminal()))
                .anyMatch(line -> line.matches("EACCES .*4 pages +mapped more than once in this process: try --shared"))
                .noneMatch(line -> line.contains("other processes"));
    }

    @Test
    void theCommandTellsATwiceMappedFileFromAShared(@TempDir Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory.resolve("twice"), StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ, StandardOpenOption.WRITE);
                NumaMigrator numa = NumaMigrator.system();
                Arena arena = Arena.ofConfined()) {
            MemorySegment one = channel.map(FileChannel.MapMode.READ_WRITE, 0, 8 << 12, arena).fill((byte) 1);
            channel.map(FileChannel.MapMode.READ_WRITE, 4 << 12, 4 << 12, arena).fill((byte) 2);
            var again = SharedFiles.pagesShownAgain(numa.self().maps(), 4096);

            assertThat(again.test(one.address() + (5 << 12))).isTrue();
            assertThat(again.test(one.address())).isFalse();
        }
    }
}
