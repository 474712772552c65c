package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.numamigrator.engine.KernelMigrator;
import io.numamigrator.sim.SimulatedMachine;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Proxy;
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

    /** As a program that cuts many small pieces does; an alignment is address space, no memory, and given back at once. */
    @Test
    void anAlignmentCostsNothingThatStays() {
        long before = mappedBytes();
        try (Arena arena = NumaArena.ofShared(numa, policy)) {
            for (int i = 0; i < 200; i++) {
                assertThat(arena.allocate(page, 1 << 28).address() % (1 << 28)).isZero();
                assertThat(arena.allocate(0, 1 << 28).address() % (1 << 28)).isZero();
            }
            assertThat(mappedBytes() - before).isLessThan(2L << 28);
        }
    }

    @Test
    void memoryIsMappedAsMuchAsWasAskedForAndUnmappedAtClose() {
        CountedMappings counted = new CountedMappings();
        NumaMigrator other = new KernelMigrator(counted.kernel(), false);
        try (Arena arena = NumaArena.ofConfined(other, policy)) {
            for (int i = 0; i < 500; i++) {
                arena.allocate(8, 8);
                arena.allocate(3L * page + 1, 16L * page);
            }
            assertThat(counted.mappings()).isEqualTo(1000);
            assertThat(counted.bytes()).isEqualTo(500 * 5L * page);
            other.close();
        }
        assertThat(counted.bytes()).isZero();
    }

    /** A mapping from which the kernel cannot cut the ends (ENOMEM: too many mappings) is given back whole. */
    @Test
    void aRefusedTrimLeavesNothingMapped() {
        CountedMappings counted = new CountedMappings();
        try (NumaMigrator other = new KernelMigrator(counted.kernel(), false);
                Arena arena = NumaArena.ofConfined(other, policy)) {
            counted.refuseNextUnmap(Errno.ENOMEM);
            assertThatThrownBy(() -> arena.allocate(page, 16L * page)).isInstanceOf(NumaException.class);
            assertThat(counted.bytes()).isZero();
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
            for (long noPower : new long[] {3, 0, -1, Long.MIN_VALUE}) {
                assertThatThrownBy(() -> arena.allocate(8, noPower)).isInstanceOf(IllegalArgumentException.class);
                assertThatThrownBy(() -> arena.allocate(0, noPower)).isInstanceOf(IllegalArgumentException.class);
            }
            for (long alignment : new long[] {1L << 48, 1L << 62}) {
                assertThatThrownBy(() -> arena.allocate(Long.MAX_VALUE, alignment)).isInstanceOf(NumaException.class);
                assertThatThrownBy(() -> arena.allocate(8, alignment)).isInstanceOfSatisfying(NumaException.class,
                        refusal -> assertThat(refusal.errno()).isEqualTo(Errno.ENOMEM));
            }
            for (long tooMuch : new long[] {1L << 60, Long.MAX_VALUE}) {
                assertThatThrownBy(() -> arena.allocate(tooMuch)).isInstanceOfSatisfying(NumaException.class,
                        refusal -> {
                            assertThat(refusal.call()).isEqualTo("mmap");
                            assertThat(refusal.errno()).isEqualTo(Errno.ENOMEM);
                        });
            }
        }
    }

    /** Its pages are larger than real ones, so the bytes come from an arena. */
    @Test
    void aSimulatedMachineRefusesTheImpossibleByNameToo() {
        NumaMigrator simulated = SimulatedMachine.builder().nodes(2, 1L << 30).pageSize(1 << 16).build().migrator();
        try (Arena arena = NumaArena.ofConfined(simulated, MemoryPolicy.none())) {
            for (long alignment : new long[] {1L << 48, 1L << 62}) {
                assertThatThrownBy(() -> arena.allocate(8, alignment)).isInstanceOfSatisfying(NumaException.class,
                        refusal -> assertThat(refusal.errno()).isEqualTo(Errno.ENOMEM));
            }
            assertThat(arena.allocate(8, 1 << 20).address() % (1 << 20)).isZero();
        }
        simulated.close();
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

    @Test
    void aMigratorOfSomebodyElseMapsNothing() {
        NumaMigrator foreign = (NumaMigrator) Proxy.newProxyInstance(NumaMigrator.class.getClassLoader(),
                new Class<?>[] {NumaMigrator.class}, (_, method, _) -> method.getName());

        assertThatThrownBy(() -> NumaArena.ofConfined(foreign, policy)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs a NumaMigrator of this library");
    }
}
