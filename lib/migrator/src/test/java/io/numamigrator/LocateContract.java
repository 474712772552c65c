package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.numamigrator.PageStatus.Refused;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Where pages are said to live. */
interface LocateContract {

    Subject subject();

    private NumaMigrator numa() {
        return subject().numa();
    }

    @Test
    default void everyTouchedPageIsOnANode() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = subject().touched(arena, 100);

            PageReport report = numa().locate(memory);

            assertThat(report.pages()).isEqualTo(100);
            assertThat(report.present()).isEqualTo(100);
            assertThat(report.entries()).allSatisfy(page -> {
                assertThat(page.status()).isInstanceOf(PageStatus.On.class);
                assertThat(subject().nodes().contains(report.node(0))).isTrue();
            });
            assertThat(report.bytesByNode().values().stream().mapToLong(Long::longValue).sum())
                    .isEqualTo(memory.byteSize());
        }
    }

    @Test
    default void anUntouchedPageIsAbsentAndStaysSo() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = subject().untouched(arena, 3);
            subject().write(memory.asSlice(subject().pageSize(), 1));

            PageReport report = numa().locate(memory);

            assertThat(report.present()).isEqualTo(1);
            assertThat(report.status(1)).isInstanceOf(PageStatus.On.class);
            assertThat(report.status(0)).isEqualTo(new Refused(untouchedAnonymous()));
            assertThat(numa().locate(memory).present()).as("a query touches nothing").isEqualTo(1);
        }
    }

    /** Return what the kernel says of an untouched anonymous page: -EFAULT from 4.3 to 6.11, else -ENOENT (SEMANTICS 1.5). */
    Errno untouchedAnonymous();

    @Test
    default void anUnalignedSegmentNamesEveryPageItTouches() {
        try (Arena arena = Arena.ofConfined()) {
            int page = subject().pageSize();
            MemorySegment memory = subject().touched(arena, 4);

            PageReport report = numa().locate(memory.asSlice(page - 1, page + 2));

            assertThat(report.pages()).isEqualTo(3);
            assertThat(report.address(0)).isEqualTo(memory.address());
        }
    }

    @Test
    default void aSegmentOfNoBytesNamesNoPage() {
        try (Arena arena = Arena.ofConfined()) {
            PageReport report = numa().locate(subject().touched(arena, 1).asSlice(17, 0));

            assertThat(report.pages()).isZero();
            assertThat(report.bytesByNode()).isEmpty();
        }
    }

    @Test
    default void scatteredAddressesAreAnsweredInTheirOrder() {
        try (Arena arena = Arena.ofConfined()) {
            long base = subject().touched(arena, 3).address();
            long[] addresses = {base + 2L * subject().pageSize() + 5, 0, base, base, -4096};

            PageReport report = numa().locate(addresses);

            assertThat(report.entries().map(PageReport.Entry::address))
                    .containsExactlyElementsOf(Arrays.stream(addresses).boxed().toList());
            assertThat(report.node(0)).isNotNegative();
            assertThat(report.status(1)).isEqualTo(new Refused(Errno.EFAULT));
            assertThat(report.node(2)).isEqualTo(report.node(3)).isNotNegative();
            assertThat(report.raw(4)).isEqualTo(OptionalInt.of(-Errno.EFAULT.number()));
        }
    }

    @Test
    default void overlappingRangesNameEachPageOnce() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = subject().touched(arena, 6);
            MemoryRange all = MemoryRange.of(memory);
            MemoryRange middle = MemoryRange.of(memory.asSlice(2L * subject().pageSize(), subject().pageSize()));

            PageReport report = numa().locate(List.of(middle, all, middle));

            assertThat(report.pages()).isEqualTo(6);
            assertThat(report.entries().map(PageReport.Entry::address)).isSorted();
        }
    }

    @Test
    default void aBufferIsFilledAgainAndReadsLikeAReport() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = subject().touched(arena, 50);
            PageBuffer buffer = new PageBuffer();

            assertThat(numa().locate(memory, buffer)).isSameAs(buffer);
            assertThat(buffer.entries()).containsExactlyElementsOf(numa().locate(memory));
            assertThat(numa().locate(memory.asSlice(0, 2L * subject().pageSize()), buffer).pages()).isEqualTo(2);
            assertThat(buffer.present()).isEqualTo(2);
        }
    }

    @Test
    default void whatWasTakenFromABufferStaysAsItWas() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = subject().touched(arena, 50);
            PageBuffer buffer = numa().locate(memory, new PageBuffer());
            PageReport kept = buffer.toReport();

            numa().locate(subject().untouched(arena, 90), buffer);

            assertThat(kept.pages()).isEqualTo(50);
            assertThat(kept.present()).isEqualTo(50);
            assertThat(kept.address(49)).isEqualTo(memory.address() + 49L * subject().pageSize());
        }
    }

    /** What a buffer held before says nothing about the memory that was asked for last. */
    @Test
    default void aQueryThatThrowsLeavesABufferWithoutPages() {
        try (Arena arena = Arena.ofConfined()) {
            PageBuffer buffer = numa().locate(subject().touched(arena, 50), new PageBuffer());
            NumaProcess nobody = numa().process(Integer.MAX_VALUE);

            assertThatExceptionOfType(NumaException.class)
                    .isThrownBy(() -> nobody.locate(new MemoryRange(0, 4096), buffer));
            assertThat(buffer.pages()).isZero();
            assertThat(buffer.present()).isZero();
        }
    }

    /** No other call can change what a move found. */
    @Test
    default void theReportOfAMoveIsNotChangedByWhatIsAskedLater() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = subject().touched(arena, 20);
            MoveResult result = numa().move(memory, subject().nodes().iterator().next());
            List<PageReport.Entry> before = result.report().entries().toList();
            PageBuffer buffer = new PageBuffer();

            numa().locate(memory, buffer);
            numa().locate(subject().untouched(arena, 20), buffer);
            numa().move(subject().touched(arena, 20), subject().nodes().highest());

            assertThat(result.report().entries()).containsExactlyElementsOf(before);
            assertThat(result.isComplete()).isTrue();
            assertThat(result.remaining().isEmpty()).isTrue();
        }
    }

    /** The fast path for long ranges (a scan of page tables, huge pages by their head) gives the answers of the plain one. */
    @Test
    default void aLongRangeIsAnsweredAsItsSinglePagesAre() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = subject().hugePages(arena, 64L << 20);
            new RandomTouches(random, subject()).touch(memory);

            PageReport quick = numa().locate(memory.asSlice(random.nextInt(100_000)));
            long[] addresses = new long[quick.pages()];
            Arrays.setAll(addresses, quick::address);
            PageReport plain = numa().locate(addresses);

            assertThat(quick.codes()).as("seed %d, %s against %s", seed, quick, plain).isEqualTo(plain.codes());
            assertThat(quick.present()).isPositive();
        }
    }
}
