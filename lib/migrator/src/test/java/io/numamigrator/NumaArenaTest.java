package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Memory of a NumaArena has its policy before the first touch, and is gone after close. */
class NumaArenaTest {

    private final NumaMigrator numa = NumaMigrator.system();
    private final MemoryPolicy policy = MemoryPolicy.bind(numa.topology().allowed());
    private final int page = numa.backend().pageSize();

    @AfterEach
    void close() {
        numa.close();
    }

    @Test
    void memoryIsZeroedUntouchedAndBound() {
        try (Arena arena = NumaArena.ofConfined(numa, policy)) {
            MemorySegment memory = arena.allocate(10L * page + 1);

            assertThat(numa.policy(memory)).isEqualTo(policy);
            assertThat(numa.locate(memory).present()).isZero();
            assertThat(memory.byteSize()).isEqualTo(10L * page + 1);
            assertThat(memory.mismatch(MemorySegment.ofArray(new byte[10 * page + 1]))).isEqualTo(-1);
            memory.fill((byte) 1);
            assertThat(numa.locate(memory).present()).isEqualTo(11);
        }
    }

    @Test
    void memoryIsGoneAfterClose() {
        MemorySegment memory;
        try (Arena arena = NumaArena.ofShared(numa, policy)) {
            memory = arena.allocate(1000L * page);
            memory.fill((byte) 1);
            assertThat(numa.self().maps()).anyMatch(vma -> vma.policy().equals(policy));
        }
        assertThat(memory.scope().isAlive()).isFalse();
        assertThat(numa.self().maps()).noneMatch(vma -> vma.policy().equals(policy));
    }

    @Test
    void memoryMayOutliveItsMigrator() {
        NumaMigrator other = NumaMigrator.system();
        try (Arena arena = NumaArena.ofConfined(other, policy)) {
            MemorySegment memory = arena.allocate(page);
            other.close();
            memory.fill((byte) 1);
            assertThatThrownBy(() -> arena.allocate(page)).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
        }
        assertThat(numa.self().maps()).noneMatch(vma -> vma.policy().equals(policy));
    }

    @Test
    void alignmentBeyondAPageIsKeptAndTheRestGivenBack() {
        try (Arena arena = NumaArena.ofConfined(numa, policy)) {
            for (long alignment = 1; alignment <= 4 << 20; alignment *= 2) {
                MemorySegment memory = arena.allocate(3L * page, alignment);
                assertThat(memory.address() % alignment).as("alignment %d", alignment).isZero();
                memory.fill((byte) 1);
            }
            long bound = numa.self().maps().stream()
                    .filter(vma -> vma.policy().equals(policy))
                    .mapToLong(vma -> vma.end().orElseThrow() - vma.start())
                    .sum();
            assertThat(bound).isEqualTo(23 * 3L * page);
        }
    }

    @Test
    void noBytesNeedNoPage() {
        try (Arena arena = NumaArena.ofConfined(numa, policy)) {
            assertThat(arena.allocate(0).byteSize()).isZero();
            assertThat(numa.self().maps()).noneMatch(vma -> vma.policy().equals(policy));
        }
    }

    @Test
    void impossibleRequestsAreRefusedByName() {
        try (Arena arena = NumaArena.ofConfined(numa, policy)) {
            assertThatThrownBy(() -> arena.allocate(-1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> arena.allocate(8, 3)).isInstanceOf(IllegalArgumentException.class);
            for (long tooMuch : new long[] {1L << 60, Long.MAX_VALUE}) {
                assertThatThrownBy(() -> arena.allocate(tooMuch)).isInstanceOfSatisfying(NumaException.class,
                        refusal -> {
                            assertThat(refusal.call()).isEqualTo("mmap");
                            assertThat(refusal.errno()).isEqualTo(Errno.ENOMEM);
                        });
            }
        }
    }

    @Test
    void aRefusedPolicyLeavesNothingMapped() {
        long before = mappedBytes();
        try (Arena arena = NumaArena.ofConfined(numa, MemoryPolicy.bind(NodeSet.of(1000)))) {
            for (int i = 0; i < 10; i++) {
                assertThatThrownBy(() -> arena.allocate(1L << 30))
                        .isInstanceOfSatisfying(NumaException.class,
                                refusal -> assertThat(refusal.errno()).isEqualTo(Errno.EINVAL));
            }
        }
        assertThat(mappedBytes() - before).isLessThan(5L << 30);
    }

    private long mappedBytes() {
        return numa.self().maps().stream().mapToLong(vma -> vma.end().orElse(vma.start()) - vma.start()).sum();
    }

    @Test
    void theArenaIsConfinedAsItSays() throws Exception {
        try (Arena confined = NumaArena.ofConfined(numa, policy);
                Arena shared = NumaArena.ofShared(numa, policy)) {
            FutureTask<Byte> elsewhere = new FutureTask<>(() -> {
                assertThatThrownBy(() -> confined.allocate(page)).isInstanceOf(WrongThreadException.class);
                return shared.allocate(page).get(ValueLayout.JAVA_BYTE, 0);
            });
            Thread.ofPlatform().start(elsewhere);
            assertThat(elsewhere.get()).isZero();
        }
    }

    @Test
    void aClosedArenaGivesNothing() {
        Arena arena = NumaArena.ofConfined(numa, policy);
        arena.close();
        assertThatThrownBy(() -> arena.allocate(page)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(arena::close).isInstanceOf(IllegalStateException.class);
    }
}
