package io.numamigrator.sim.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.numamigrator.BindFlag;
import io.numamigrator.Errno;
import io.numamigrator.MemoryPolicy;
import io.numamigrator.MemoryRange;
import io.numamigrator.MoveResult;
import io.numamigrator.MoveScope;
import io.numamigrator.NodeSet;
import io.numamigrator.NumaArena;
import io.numamigrator.NumaMigrator;
import io.numamigrator.PageStatus;
import io.numamigrator.Placement;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Code that allocates for itself sees its own memory on simulated nodes, and its bytes stay what they are. */
class RealMemoryTest {

    private static final long MIB = 1 << 20;

    private final SimulatedMachine machine = SimulatedMachine.fourNodes();
    private final NumaMigrator numa = machine.migrator();

    private static Map<Integer, Long> all(long bytes, int node) {
        return Map.of(node, bytes);
    }

    @Test
    void aSegmentOfAnArenaMovesAndKeepsItsBytes() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment table = arena.allocate(4 * MIB, 4096);
            SplittableRandom random = new SplittableRandom(7);
            for (long i = 0; i < table.byteSize(); i += Long.BYTES) {
                table.set(ValueLayout.JAVA_LONG, i, random.nextLong());
            }
            byte[] before = table.toArray(ValueLayout.JAVA_BYTE);
            assertThat(numa.locate(table).bytesByNode()).isEqualTo(all(4 * MIB, 0));
            assertThat(numa.move(table, 3).orThrow().moved()).isEqualTo(1024);
            assertThat(numa.locate(table).bytesByNode()).isEqualTo(all(4 * MIB, 3));
            assertThat(table.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(before);
        }
    }

    @Test
    void aDirectBufferStaysWhereItWasPut() {
        ByteBuffer buffer = ByteBuffer.allocateDirect((int) MIB + 4096).alignedSlice(4096).limit((int) MIB);
        numa.move(MemorySegment.ofBuffer(buffer), 2).orThrow();
        assertThat(numa.locate(MemorySegment.ofBuffer(buffer)).bytesOn(2)).isEqualTo(MIB);
    }

    @Test
    void partsOfOneSegmentGoToDifferentNodes() {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment cache = arena.allocate(4 * MIB, 4096);
            numa.move(Placement.of(cache.asSlice(0, MIB), 1).and(cache.asSlice(MIB, MIB), 2)).orThrow();
            assertThat(numa.locate(cache).bytesByNode()).isEqualTo(Map.of(0, 2 * MIB, 1, MIB, 2, MIB));
        }
    }

    @Test
    void firstTouchIsByTheThreadsCpuAndPolicy() {
        machine.process().runOn(5);
        try (Arena arena = Arena.ofConfined()) {
            assertThat(numa.locate(arena.allocate(MIB, 4096)).bytesByNode()).isEqualTo(all(MIB, 2));
            numa.setThreadPolicy(MemoryPolicy.bind(NodeSet.of(3)));
            assertThat(numa.locate(arena.allocate(MIB, 4096)).bytesByNode()).isEqualTo(all(MIB, 3));
        }
    }

    @Test
    void aPolicyIsSetAndReadBack() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment table = arena.allocate(MIB, 4096);
            MemoryPolicy policy = MemoryPolicy.interleave(NodeSet.of(1, 2, 3));
            numa.setPolicy(table, policy, BindFlag.MOVE);
            assertThat(numa.policy(table)).isEqualTo(policy);
            assertThat(numa.locate(table).bytesByNode()).containsOnlyKeys(1, 2, 3);
        }
    }

    @Test
    void memoryOfANumaArenaAppearsWhereItsPolicySays() {
        assumeThat(Path.of("/proc/self/pagemap")).exists();
        try (NumaArena arena = NumaArena.ofConfined(numa, MemoryPolicy.bind(NodeSet.of(1)))) {
            MemorySegment table = arena.allocate(MIB, 2 * MIB);
            assertThat(numa.locate(table).bytesByNode()).isEmpty();
            table.asSlice(0, MIB / 2).fill((byte) 1);
            assertThat(numa.locate(table).bytesByNode()).isEqualTo(all(MIB / 2, 1));
        }
        assertThat(machine.freeBytes(1)).isEqualTo(4L << 30);
    }

    @Test
    void memoryOfAClosedArenaIsForgotten() {
        try (Arena arena = Arena.ofConfined()) {
            numa.move(arena.allocate(MIB, 4096), 1).orThrow();
        }
        try (Arena arena = Arena.ofConfined()) {
            assertThat(numa.locate(arena.allocate(MIB, 4096)).bytesByNode()).isEqualTo(all(MIB, 0));
        }
    }

    @Test
    void aFileMappedTwiceIsSharedAsOnLinux(@TempDir Path directory) throws IOException {
        assumeThat(Path.of("/proc/self/maps")).exists();
        NumaMigrator older = machine.toBuilder().kernel("6.12").build().migrator();
        try (Arena arena = Arena.ofConfined();
                FileChannel channel = FileChannel.open(directory.resolve("table"), StandardOpenOption.CREATE,
                        StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MemorySegment table = channel.map(FileChannel.MapMode.READ_WRITE, 0, MIB, arena).fill((byte) 1);
            MemorySegment again = channel.map(FileChannel.MapMode.READ_WRITE, 0, MIB / 2, arena).fill((byte) 2);
            older.locate(again);
            MoveResult first = older.move(table, 1);
            assertThat(first.moved()).isEqualTo(128);
            assertThat(first.refused()).hasSize(128)
                    .allMatch(page -> page.status().equals(new PageStatus.Refused(Errno.EACCES)));
            older.move(first.remaining(), MoveScope.SHARED).orThrow();
            assertThat(older.locate(again).bytesByNode()).isEqualTo(all(MIB / 2, 1));
            assertThat(older.self().maps()).anyMatch(area -> area.name().endsWith("/table"));
        }
    }

    @Test
    void pagesThatWereTakenOverCanBePinned() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment table = arena.allocate(16 * 4096, 4096);
            MemoryRange pages = machine.process().adopt(table);
            machine.process().pin(new MemoryRange(pages.start() + 5 * 4096, 4096));
            MoveResult result = numa.move(table, 1);
            assertThat(result.moved()).isEqualTo(15);
            assertThat(result.refused()).singleElement()
                    .satisfies(page -> assertThat(page.status()).isEqualTo(new PageStatus.Refused(Errno.EBUSY)));
        }
    }

    @Test
    void twoProcessesHoldTheSameBytesEachForItself() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment table = arena.allocate(MIB, 4096);
            NumaMigrator other = machine.spawn().migrator();
            numa.move(table, 1).orThrow();
            other.move(table, 2).orThrow();
            assertThat(numa.locate(table).bytesByNode()).isEqualTo(all(MIB, 1));
            assertThat(other.locate(table).bytesByNode()).isEqualTo(all(MIB, 2));
        }
    }

    @Test
    void memoryThatWasMappedByHandIsTouchedByHand() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment table = arena.allocate(MIB, 4096);
            machine.process().adopt(MemoryRange.of(table));
            assertThat(numa.locate(table).bytesByNode()).isEmpty();
            machine.process().place(MemoryRange.of(table), 3);
            assertThat(numa.locate(table).bytesByNode()).isEqualTo(all(MIB, 3));
        }
    }

    /** What is done to memory by hand is done to memory that a process can have. */
    @Test
    void memoryInTheKernelsHalfCannotBeMadeTouchedOrPinned() {
        SimulatedProcess process = machine.process();
        List<io.numamigrator.Vma> before = numa.self().maps();
        for (MemoryRange beyond : List.of(new MemoryRange(-4096, 4096), new MemoryRange(-1, 1),
                new MemoryRange(Long.MIN_VALUE, 5),
                new MemoryRange(1L << 62, 4096), new MemoryRange(0, Long.MAX_VALUE))) {
            List<Consumer<MemoryRange>> deeds = List.of(process::adopt, process::touch, process::read, process::discard,
                    process::unmap,
                    process::pin, process::lock, process::swapOut, process::merge, range -> process.place(range, 1));
            assertThat(deeds).allSatisfy(deed -> assertThatIllegalArgumentException()
                    .isThrownBy(() -> deed.accept(beyond))
                    .withMessageContaining(beyond + " reaches beyond"));
        }
        assertThat(numa.self().maps()).isEqualTo(before);
    }
}
