package io.numamigrator.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.numamigrator.MemoryRange;
import io.numamigrator.NodeSet;
import io.numamigrator.NumaMigrator;
import io.numamigrator.Placement;
import io.numamigrator.kernel.LinuxKernels;
import io.numamigrator.sim.fixture.Census;
import io.numamigrator.sim.fixture.RawCalls;
import io.numamigrator.sim.machine.Geometry;
import io.numamigrator.sim.mm.PageTable;
import io.numamigrator.sim.mm.Pte;
import io.numamigrator.sim.proc.MapsText;
import io.numamigrator.sim.proc.NumaMapsText;
import io.numamigrator.sim.real.RealMemory;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Address spaces as wide as Linux has them: 39 to 52 bits on arm64, 47 and 56 on x86-64, and one more. */
class WideAddressTest {

    private static final int PAGES = 4;

    static Stream<Arguments> widths() {
        return Stream.of(4096, 16384, 65536).flatMap(pageSize -> IntStream.of(39, 42, 47, 48, 52, 56, 57)
                .mapToObj(bits -> Arguments.of(pageSize, bits)));
    }

    private static SimulatedMachine machine(int pageSize) {
        return SimulatedMachine.fourNodes().toBuilder().pageSize(pageSize).build();
    }

    /** Returns the last pages but one of a space of so many bits: the very last is no program's. */
    private static MemoryRange top(int pageSize, int bits) {
        return new MemoryRange((1L << bits) - (PAGES + 1L) * pageSize, (long) PAGES * pageSize);
    }

    @ParameterizedTest(name = "pages of {0} bytes at the top of {1} bits are touched, moved, migrated, shown and unmapped")
    @MethodSource("widths")
    void memoryAtTheTopIsLikeAnyOther(int pageSize, int bits) {
        SimulatedMachine machine = machine(pageSize);
        SimulatedProcess process = machine.process();
        MemoryRange memory = top(pageSize, bits);
        process.adopt(memory);
        process.touch(memory);
        NumaMigrator numa = process.migrator();

        assertThat(numa.locate(List.of(memory)).bytesByNode()).isEqualTo(Map.of(0, memory.bytes()));
        numa.move(Placement.of(memory, 2)).orThrow();
        assertThat(numa.locate(List.of(memory)).bytesByNode()).isEqualTo(Map.of(2, memory.bytes()));
        numa.self().migrate(NodeSet.of(2), NodeSet.of(3));
        assertThat(numa.locate(List.of(memory)).bytesByNode()).isEqualTo(Map.of(3, memory.bytes()));
        String start = Long.toHexString(memory.start());
        assertThat(new MapsText(process.core()).text())
                .contains(start + "-" + Long.toHexString(memory.end()) + " rw-p");
        assertThat(new NumaMapsText(process.core().mainTask()).text()).contains(start + " default anon=4 dirty=4 N3=4");
        SimulatedProcess child = process.fork();
        child.exit();
        process.unmap(memory);
        assertThat(Census.of(machine).unaccounted(3)).isZero();
        assertThat(machine.freeBytes(3)).isEqualTo(4L << 30);
    }

    @ParameterizedTest(name = "pages of {0} bytes")
    @ValueSource(ints = {4096, 16384, 65536})
    void aSpaceIsSearchedFromEndToEndWithoutLookingAtWhatWasNeverThere(int pageSize) {
        Geometry geometry = new Geometry(pageSize);
        PageTable table = new PageTable(geometry);
        List<Long> places = IntStream.of(30, 39, 47, 48, 52, 56, 57).mapToObj(bits -> geometry.page(1L << bits) - 2)
                .toList();
        places.forEach(page -> table.set(page, Pte.plain(1)));
        long end = geometry.page(geometry.taskSize());

        Assertions.assertTimeout(Duration.ofSeconds(5), () -> {
            List<Long> found = new ArrayList<>();
            table.eachRun(0, end, (page, count, entry) -> {
                assertThat(count).isOne();
                found.add(page);
            });
            assertThat(found).isEqualTo(places);
            assertThat(table.count(0, end, Pte.plain(1))).isEqualTo(places.size());
            long[] plain = new long[4];
            table.countPlain(0, end, plain);
            assertThat(plain).containsExactly(0, places.size(), 0, 0);
            assertThat(table.hasOthers(0, end)).isFalse();
            table.replace(0, end, Pte.plain(1), Pte.plain(2));
            assertThat(table.count(0, end, Pte.plain(2))).isEqualTo(places.size());
        });
    }

    @Test
    void nothingIsMappedBehindUserSpace() {
        SimulatedProcess process = machine(4096).process();
        for (long start : new long[] {(1L << 57) - 4096, 1L << 60, Long.MIN_VALUE, -8192}) {
            MemoryRange beyond = new MemoryRange(start, 4096);
            assertThatThrownBy(() -> process.adopt(beyond)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("ends at 0x1fffffffffff000");
            assertThat(new RawCalls(process).query(0, start).statuses()).isEqualTo("-EFAULT");
        }
    }

    @SuppressWarnings("restricted")
    @ParameterizedTest(name = "a segment made of the wild address {0} is not taken over")
    @ValueSource(longs = {1L << 48, 1L << 56, 1L << 60, Long.MIN_VALUE})
    void aWildAddressIsNoMemory(long address) {
        SimulatedProcess process = machine(4096).process();
        new RealMemory(process.core()).see(LinuxKernels.view(address, 4096, Arena.global(), null));

        assertThat(new RawCalls(process).query(0, address).statuses()).isEqualTo("-EFAULT");
    }
}
