package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.numamigrator.engine.KernelMigrator;
import io.numamigrator.kernel.Kernel;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pages of the hugetlb pool that are smaller than a page table's worth: runs of base pages, 64 KiB or 2 MiB, as arm64 has them. */
class SmallHugetlbInGuest {

    /** MAP_HUGE_SHIFT of linux/mman.h. */
    private static final int SIZE_SHIFT = 26;

    private final NumaMigrator numa = NumaMigrator.system();
    private final Kernel kernel = ((KernelMigrator) numa).kernel();

    @AfterEach
    void close() {
        numa.close();
    }

    private static long smallestSize() throws IOException {
        try (Stream<Path> pools = Files.list(Path.of("/sys/kernel/mm/hugepages"))) {
            return pools.mapToLong(pool -> Long.parseLong(pool.getFileName().toString().replaceAll("\\D", "")) << 10)
                    .min()
                    .orElse(RealMachine.HUGE);
        }
    }

    /** Map pages of the pool, every second of them on another node. */
    private MemorySegment alternating(Arena arena, long size, int even, int odd) {
        long bytes = Math.max(2 * RealMachine.HUGE, 4096L * RealMachine.PAGE);
        int pages = Math.toIntExact(bytes / size);
        HugetlbPool.of(size).fill(even, pages, arena);
        HugetlbPool.of(size).fill(odd, pages, arena);
        int flags = Mapping.PRIVATE | Mapping.ANONYMOUS | Mapping.HUGETLB
                | Long.numberOfTrailingZeros(size) << SIZE_SHIFT;
        MemorySegment memory = Mapping.map(arena, bytes, Mapping.READ_WRITE, flags, -1);
        for (int first = 0; first < 2; first++) {
            long start = first * size;
            PolicyCall.boundTo(first == 0 ? even : odd, kernel, () -> {
                for (long at = start; at < bytes; at += 2 * size) {
                    memory.set(ValueLayout.JAVA_BYTE, at, (byte) 1);
                }
            });
        }
        return memory;
    }

    @Test
    void eachIsWhereItIsAndMovesByItself() throws IOException {
        long size = smallestSize();
        assumeTrue(size < RealMachine.HUGE, "this kernel has no pool of such small pages");
        int[] nodes = numa.topology().withMemory().stream().toArray();
        assumeTrue(nodes.length > 1, "this test needs two nodes with memory");
        try (Arena arena = Arena.ofConfined();
                PageMap map = new PageMap("self")) {
            MemorySegment memory = alternating(arena, size, nodes[0], nodes[1]);
            long[] pages = LongStream.range(0, memory.byteSize() / RealMachine.PAGE)
                    .map(i -> memory.address() + i * RealMachine.PAGE).toArray();

            PageReport located = numa.locate(memory);

            int[] there = map.nodes(pages);
            assertThat(there).contains(nodes[0], nodes[1]);
            assertThat(located.entries().map(PageReport.Entry::status))
                    .containsExactlyElementsOf(located.entries().map(PageReport.Entry::address)
                            .map(address -> (PageStatus) new PageStatus.On(map.nodes(address)[0])).toList());

            numa.move(memory, nodes[1]).orThrow();

            assertThat(map.nodes(pages)).containsOnly(nodes[1]);
        }
    }
}
