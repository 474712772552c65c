package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A page of 1 GiB and pools without one, on a real kernel.
 *
 * <p>The machine needs room for it: {@code ci/vm/contract --nodes '2x[1cpu,4G]' --only 'GiganticPage*'}.
 */
class GiganticPageInGuest {

    private static final long GIB = 1L << 30;

    /** MAP_HUGE_1GB of linux/mman.h. */
    private static final int OF_ONE_GIB = 30 << 26;

    private final NumaMigrator numa = NumaMigrator.system();
    private int from;
    private int to;

    private static Path pool(int node) {
        return Path.of(new PoolShortage(0, GIB, node).pool());
    }

    private static int resize(int node, int pages) throws IOException {
        Files.writeString(pool(node), String.valueOf(pages));
        return Integer.parseInt(Files.readString(pool(node)).strip());
    }

    @BeforeEach
    void setOnePageAside() throws IOException {
        assumeTrue(numa.topology().withMemory().size() > 1, "this test needs two nodes with memory");
        from = -1;
        for (int node : numa.topology().withMemory()) {
            assumeTrue(Files.isWritable(pool(node)), "this kernel has no pages of 1 GiB");
            if (from < 0 && resize(node, 1) == 1) {
                from = node;
            } else {
                resize(node, 0);
                to = node;
            }
        }
        assumeTrue(from >= 0, "no node has 1 GiB of free memory in one piece");
    }

    @AfterEach
    void emptyThePools() throws IOException {
        for (int node : numa.topology().withMemory()) {
            if (Files.exists(pool(node))) {
                resize(node, 0);
            }
        }
        numa.close();
    }

    private static MemorySegment gigantic(Arena arena) {
        int flags = Mapping.PRIVATE | Mapping.ANONYMOUS | Mapping.HUGETLB | OF_ONE_GIB;
        MemorySegment memory = Mapping.map(arena, GIB, Mapping.READ_WRITE, flags, -1);
        memory.set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
        return memory;
    }

    private MemorySegment small(Arena arena) {
        MemorySegment memory =
                Mapping.map(arena, 100L * RealMachine.PAGE, Mapping.READ_WRITE, Mapping.PRIVATE | Mapping.ANONYMOUS,
                        -1);
        memory.fill((byte) 1);
        numa.move(memory, from).orThrow();
        return memory;
    }

    @Test
    void onePageIsOneReasonAndTheOthersMove() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment gigantic = gigantic(arena);
            MemorySegment small = small(arena);
            int pages = (int) (GIB / numa.backend().pageSize());

            MoveResult result = numa.move(Placement.of(gigantic, to).and(small, to));

            assertThat(result.report().refused(Errno.ENOMEM)).isEqualTo(pages);
            assertThat(result.moved()).isEqualTo(100);
            assertThat(result.notReached()).isEmpty();
            assertThat(result.shortages()).containsExactly(new PoolShortage(gigantic.address(), GIB, to));
            assertThat(result).asString().contains("one page of 1 GiB").contains("hugepages-1048576kB/nr_hugepages");
            assertThat(numa.locate(small).bytesOn(to)).isEqualTo(small.byteSize());
        }
    }

    @Test
    void migrateGoesOnWithoutIt() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment gigantic = gigantic(arena);
            MemorySegment small = small(arena);

            MigrateResult result = numa.self().migrate(NodeSet.of(from), NodeSet.of(to));

            assertThat(result.call().result()).isEqualTo(-Errno.ENOMEM.number());
            assertThat(result.shortages()).containsExactly(new PoolShortage(gigantic.address(), GIB, to));
            assertThat(numa.locate(small).bytesOn(to)).isEqualTo(small.byteSize());
            assertThat(numa.locate(gigantic).bytesOn(from)).isEqualTo(GIB);
        }
    }

    /** The remedy that a shortage names is one. */
    @Test
    void withAPageInThePoolItMoves() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment gigantic = gigantic(arena);
            PoolShortage shortage = numa.move(gigantic, to).shortages().getFirst();
            Files.writeString(Path.of(shortage.pool()), "1");
            assumeTrue(Files.readString(Path.of(shortage.pool())).strip().equals("1"),
                    "the target has no free GiB in one piece");

            assertThat(numa.move(gigantic, to).orThrow().moved()).isEqualTo((int) (GIB / numa.backend().pageSize()));
        }
    }
}
