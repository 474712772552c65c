package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.numamigrator.kernel.LinuxKernels;
import io.numamigrator.kernel.Segments;
import io.numamigrator.pages.PageLimit;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The first and the last address there is, those of the kernel, those that no address space has: every call has an answer. */
interface EdgesContract {

    Subject subject();

    private NumaMigrator numa() {
        return subject().numa();
    }

    /** Where nothing is mapped in any process; nowhere does the last byte lie behind the last of the address space. */
    private List<MemorySegment> wild() {
        long page = subject().pageSize();
        long[] starts = {
            0, 1, page - 1, (1L << 47) - page, (1L << 47) - 1, 1L << 47, 1L << 48, 1L << 56, Long.MAX_VALUE - page,
            Long.MAX_VALUE,
            Long.MIN_VALUE, Long.MIN_VALUE + page - 1, -1L << 48, -1L << 47, 0xffffffffff600000L, -3 * page, -page,
            -page + 1, -2, -1
        };
        long[] lengths = {1, 2, page, page + 1, 3 * page, 1000 * page};
        return Arrays.stream(starts)
                .boxed()
                .flatMap(start -> Arrays.stream(lengths)
                        .filter(length -> !Segments.wraps(start, length))
                        .mapToObj(length -> LinuxKernels.view(start, length, Arena.global(), null)))
                .toList();
    }

    @Test
    default void aWildSegmentIsLocatedNowhere() {
        assertThat(wild()).isNotEmpty().allSatisfy(this::isLocatedNowhere);
    }

    private void isLocatedNowhere(MemorySegment wild) {
        PageReport report = numa().locate(wild);

        assertThat(report.pages()).isPositive();
        assertThat(report.address(0)).isEqualTo(wild.address() & -subject().pageSize());
        assertThat(report.entries().map(PageReport.Entry::status)).containsOnly(new PageStatus.Refused(Errno.EFAULT));
        assertThat(numa().locate(wild, new PageBuffer())).containsExactlyElementsOf(report);
        assertThat(numa().locate(List.of(MemoryRange.of(wild)))).containsExactlyElementsOf(report);
        assertThat(numa().locate(report.entries().mapToLong(PageReport.Entry::address).toArray()))
                .containsExactlyElementsOf(report);
    }

    @Test
    default void whatRemainsOfAWildMoveIsAllOfIt() {
        assertThat(wild()).isNotEmpty().allSatisfy(this::remains);
    }

    private void remains(MemorySegment wild) {
        int node = subject().nodes().highest();
        for (Placement plan : List.of(Placement.of(wild, node), Placement.of(MemoryRange.of(wild), node))) {
            MoveResult result = numa().move(plan);

            assertThat(result.isComplete()).isFalse();
            assertThat(result.refused()).hasSize(result.pages());
            MoveResult again = numa().move(result.remaining());
            assertThat(again.report()).containsExactlyElementsOf(result.report());
            assertThat(again.toString()).isEqualTo(result.toString());
            assertThat(plan.toString()).isNotEmpty();
        }
    }

    @Test
    default void aWildSegmentHasNoPolicy() {
        assertThat(wild()).isNotEmpty().allSatisfy(this::hasNoPolicy);
    }

    private void hasNoPolicy(MemorySegment wild) {
        assertThatExceptionOfType(NumaException.class)
                .isThrownBy(() -> numa().policy(wild))
                .satisfies(refused -> assertThat(refused.errno()).isEqualTo(Errno.EFAULT));
        int page = subject().pageSize();
        long end = wild.address() + wild.byteSize() + page - 1 & -page;
        boolean isCut = wild.address() % page != 0 || Long.compareUnsigned(end, wild.address()) < 0;
        assertThatExceptionOfType(NumaException.class)
                .isThrownBy(() -> numa().setPolicy(wild, MemoryPolicy.bind(subject().nodes())))
                .satisfies(refused -> assertThat(refused.errno()).isEqualTo(isCut ? Errno.EINVAL : Errno.EFAULT));
    }

    @Test
    default void aSegmentThatWrapsAroundIsRefusedByEveryCall() {
        MemorySegment wrapped = LinuxKernels.view(-4096, 8192, Arena.global(), null);

        assertThatIllegalArgumentException().isThrownBy(() -> numa().locate(wrapped))
                .withMessageContaining("wraps around");
        assertThatIllegalArgumentException().isThrownBy(() -> numa().move(wrapped, 0))
                .withMessageContaining("wraps around");
        assertThatIllegalArgumentException().isThrownBy(() -> numa().policy(wrapped))
                .withMessageContaining("wraps around");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> numa().setPolicy(wrapped, MemoryPolicy.local()))
                .withMessageContaining("wraps around");
    }

    /** Pages that are there beside such that cannot be: the answer for the first is the same as without the others. */
    @Test
    default void wildPagesDoNotChangeWhatIsSaidOfOthers() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = subject().touched(arena, 30);
            int node = numa().locate(memory).node(0);
            Placement plan = Placement.of(new MemoryRange(-subject().pageSize(), subject().pageSize()), node)
                    .and(memory, node)
                    .and(new MemoryRange(Long.MIN_VALUE, 1), node)
                    .and(new MemoryRange(0, 1), node);

            MoveResult result = numa().move(plan);

            assertThat(result.pages()).isEqualTo(33);
            assertThat(result.report().bytesOn(node)).isEqualTo(memory.byteSize());
            assertThat(result.remaining().size()).isEqualTo(3);
            assertThat(numa().move(result.remaining()).pages()).isEqualTo(3);
        }
    }

    /** A limit is told in one sentence: what was asked, what is possible, what to do. */
    @Test
    default void moreThanAReportHoldsIsRefusedInOneSentence() {
        int page = subject().pageSize();
        long half = (5L << 28) * page;
        MemoryRange low = new MemoryRange(0, half);
        MemoryRange high = new MemoryRange(1L << 50, half);
        MemorySegment large = LinuxKernels.view(0, (9L << 28) * page, Arena.global(), null);

        refusesTogether(() -> numa().locate(List.of(low, high)), 2 * half / page);
        refusesTogether(() -> numa().move(Placement.of(low, 0).and(high, 0)), 2 * half / page);
        refusesTogether(() -> numa().move(large, 0), large.byteSize() / page);
        refusesTogether(() -> numa().locate(large), large.byteSize() / page);
        refusesTogether(() -> numa().locate(large, new PageBuffer()), large.byteSize() / page);
        refusesTogether(() -> numa().self().locate(MemoryRange.of(large)), large.byteSize() / page);
        refusesTogether(() -> numa().self().locate(new MemoryRange(0, Long.MAX_VALUE)),
                (Long.MAX_VALUE - 1) / page + 1);
        refusesTogether(() -> numa().move(Placement.of(new MemoryRange(1, Long.MAX_VALUE), 0)),
                Long.MAX_VALUE / page + 1);
    }

    private static void refusesTogether(Runnable call, long pages) {
        assertThatIllegalArgumentException()
                .isThrownBy(call::run)
                .withMessageContaining(pages + " pages")
                .withMessageContaining("one report holds " + (Integer.MAX_VALUE - 8))
                .withMessageEndingWith("ask in pieces");
    }

    /** Just under the limit of a report the heap is the limit: it is told before any of it is taken. */
    @Test
    default void moreThanTheHeapHoldsIsRefusedInOneSentence() {
        long pages = Runtime.getRuntime().maxMemory() / 6 + 4096;
        if (pages <= PageLimit.MOST) {
            MemoryRange range = new MemoryRange(1L << 50, pages * subject().pageSize());
            assertThatThrownBy(() -> numa().move(Placement.of(range, 0)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(pages + " pages")
                    .hasMessageContaining("-Xmx");
        }
    }

    /** What a call is about stays open until it is answered; a closed arena is never an errno. */
    @Test
    default void anArenaThatIsClosedMeanwhileIsNeverARefusal() throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            Arena arena = Arena.ofShared();
            MemorySegment memory = subject().touched(arena, 8);
            List<Throwable> unexpected = new ArrayList<>();
            CountDownLatch asked = new CountDownLatch(10 + round % 10);
            Thread asking = Thread.ofPlatform().start(() -> askUntilClosed(memory, asked, unexpected));
            asked.await();
            SafetyContract.closeWhenPossible(arena);
            asking.join();
            assertThat(unexpected).isEmpty();
        }
    }

    private void askUntilClosed(MemorySegment memory, CountDownLatch asked, List<Throwable> unexpected) {
        MemoryPolicy bound = MemoryPolicy.bind(subject().nodes());
        try {
            for (long at = 0;; at = (at + subject().pageSize()) % memory.byteSize()) {
                MemorySegment part = memory.asSlice(at, subject().pageSize());
                asked.countDown();
                numa().setPolicy(part, bound);
                numa().policy(part);
            }
        } catch (IllegalStateException closed) {
            if (memory.scope().isAlive()) {
                unexpected.add(closed);
            }
        } catch (RuntimeException refused) {
            unexpected.add(refused);
        }
    }
}
