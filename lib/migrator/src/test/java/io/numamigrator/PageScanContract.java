package io.numamigrator;

import static io.numamigrator.RawScan.ACCESSED;
import static io.numamigrator.RawScan.ANY_OF;
import static io.numamigrator.RawScan.END;
import static io.numamigrator.RawScan.FILE;
import static io.numamigrator.RawScan.FLAGS;
import static io.numamigrator.RawScan.GUARD;
import static io.numamigrator.RawScan.HUGE;
import static io.numamigrator.RawScan.INVERTED;
import static io.numamigrator.RawScan.LENGTH;
import static io.numamigrator.RawScan.MASK;
import static io.numamigrator.RawScan.MOST_PAGES;
import static io.numamigrator.RawScan.PRESENT;
import static io.numamigrator.RawScan.RETURNED;
import static io.numamigrator.RawScan.SIZE;
import static io.numamigrator.RawScan.START;
import static io.numamigrator.RawScan.SWAPPED;
import static io.numamigrator.RawScan.UNTOUCHED;
import static io.numamigrator.RawScan.VECTOR;
import static io.numamigrator.RawScan.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.numamigrator.RawScan.Region;
import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.PageMapCalls;
import io.numamigrator.kernel.PageScan;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What PAGEMAP_SCAN answers, asked of the kernel itself; and that the library makes the right of it. */
interface PageScanContract {

    /** The categories that every kernel with the call tells the same of. */
    long SURE = FILE | PRESENT | SWAPPED | ZERO | HUGE;

    AbsentMemory memory();

    private PageMapCalls calls() {
        return (PageMapCalls) memory().kernel();
    }

    private RawScan scan() {
        assumeTrue(calls().scansPageMaps(), "PAGEMAP_SCAN came with Linux 6.7");
        return new RawScan(memory().kernel());
    }

    private int node() {
        return memory().nodes().highest();
    }

    private MemoryRange pages(MemoryRange range, int from, int to) {
        return new MemoryRange(range.start() + (long) from * memory().pageSize(),
                (long) (to - from) * memory().pageSize());
    }

    /** Makes each second page of a range of so many be there. */
    private MemoryRange everySecond(int pages) {
        MemoryRange range = memory().touched(pages, node());
        for (int i = 1; i < pages; i += 2) {
            memory().discard(pages(range, i, i + 1));
        }
        return range;
    }

    @Test
    @DisplayName("13.8 before Linux 6.7 the file knows no scan, and the library does without")
    default void beforeItCameTheFileKnowsNoScan() {
        assumeTrue(!memory().release().isAtLeast("6.7"), "this kernel has PAGEMAP_SCAN");
        try (RawScan scan = new RawScan(memory().kernel()); CallFrame frame = new CallFrame()) {
            assertThat(calls().scansPageMaps()).isFalse();
            assertThat(scan.over(memory().touched(1, node())).call()).isEqualTo(-Errno.ENOTTY.number());
            assertThat(memory().kernel().openPageScan(frame, 0)).isNull();
        }
    }

    @Test
    @DisplayName("13.8 what is asked wrongly is refused before any page is looked at")
    default void whatIsAskedWronglyIsRefused() {
        MemoryRange range = memory().touched(4, node());
        try (RawScan scan = scan()) {
            refused(scan, range, Errno.EINVAL, ask -> ask.with(SIZE, 95));
            refused(scan, range, Errno.EINVAL, ask -> ask.with(SIZE, 104));
            refused(scan, range, Errno.EINVAL, ask -> ask.with(FLAGS, 4));
            refused(scan, range, Errno.EINVAL, ask -> ask.with(START, range.start() + 1));
            refused(scan, range, Errno.EINVAL, ask -> ask.with(VECTOR, 0));
            for (int word : new int[] {INVERTED, MASK, ANY_OF, RETURNED}) {
                refused(scan, range, Errno.EINVAL, ask -> ask.with(word, 1L << 40));
            }
            refused(scan, range, Errno.EFAULT, ask -> ask.with(END, range.start() - memory().pageSize()));
            refused(scan, range, Errno.EFAULT, ask -> ask.with(START, -1L << 47).with(END, -1L << 46));
            refused(scan, range, Errno.EFAULT, ask -> ask.with(END, -1L));
            refused(scan, range, Errno.EFAULT, ask -> ask.with(VECTOR, -1L << 47));
            refused(scan, range, Errno.EFAULT, ask -> ask.with(LENGTH, 1L << 61));
            assertThat(scan.callWithNull()).isEqualTo(-Errno.EFAULT.number());
        }
    }

    private static void refused(RawScan scan, MemoryRange range, Errno why, UnaryOperator<RawScan> wrong) {
        assertThat(wrong.apply(scan.over(range)).call()).isEqualTo(-why.number());
        assertThat(scan.walkEnd()).isEqualTo(UNTOUCHED);
    }

    @Test
    @DisplayName("13.8 guard regions can be asked for since 6.16, accessed pages since 7.3")
    default void categoriesThatCameLater() {
        MemoryRange range = memory().touched(1, node());
        try (RawScan scan = scan()) {
            assertThat(scan.over(range).with(RETURNED, 0xff).call()).isEqualTo(1);
            assertThat(scan.over(range).with(RETURNED, GUARD).call() == 1)
                    .isEqualTo(memory().release().isAtLeast("6.16"));
            assertThat(scan.over(range).with(RETURNED, ACCESSED).call() == 1)
                    .isEqualTo(memory().release().isAtLeast("7.3"));
        }
    }

    @Test
    @DisplayName("13.8 an end inside a page takes the whole page, an empty range nothing")
    default void anEndInsideAPageTakesThePage() {
        MemoryRange range = memory().touched(4, node());
        try (RawScan scan = scan()) {
            assertThat(scan.over(range.start(), range.start() + 1).with(RETURNED, PRESENT).regions())
                    .containsExactly(new Region(pages(range, 0, 1), PRESENT));
            assertThat(scan.walkEnd()).isEqualTo(range.start() + memory().pageSize());
            assertThat(scan.over(range.start(), range.start()).call()).isZero();
            assertThat(scan.walkEnd()).isEqualTo(range.start());
        }
    }

    @Test
    @DisplayName("13.8 where regions cannot be written it is EFAULT, after the walk")
    default void whereRegionsCannotBeWritten() {
        MemoryRange range = memory().touched(4, node());
        try (RawScan scan = scan()) {
            assertThat(scan.over(range).with(VECTOR, 0x8000).call()).isEqualTo(-Errno.EFAULT.number());
            assertThat(scan.walkEnd()).isEqualTo(range.end());
            assertThat(scan.over(range).with(VECTOR, 0).with(LENGTH, 0).call()).isZero();
            assertThat(scan.walkEnd()).isEqualTo(range.end());
        }
    }

    @Test
    @DisplayName("13.8 nothing here is watched by userfaultfd")
    default void nothingIsWatchedByUserfaultfd() {
        MemoryRange range = memory().touched(4, node());
        try (RawScan scan = scan()) {
            assertThat(scan.over(range).with(FLAGS, 1).call()).isZero();
            assertThat(scan.over(range).with(MASK, 1).call()).isZero();
            assertThat(scan.over(range).with(FLAGS, 2).call()).isEqualTo(-Errno.EPERM.number());
            assertThat(scan.walkEnd()).isEqualTo(range.end());
            assertThat(scan.over(0x8000, 0xa000).with(FLAGS, 2).call()).isZero();
        }
    }

    private void saidOf(MemoryRange range, long categories) {
        try (RawScan scan = scan()) {
            assertThat(scan.over(range).with(RETURNED, SURE).regions())
                    .containsExactly(new Region(range, categories));
            assertThat(scan.walkEnd()).isEqualTo(range.end());
        }
    }

    @Test
    @DisplayName("13.8 private memory: untouched, touched, discarded, the zero page")
    default void privateMemory() {
        saidOf(memory().untouched(8), 0);
        saidOf(memory().touched(8, node()), PRESENT);
        saidOf(memory().zero(8), PRESENT | ZERO);
        MemoryRange discarded = memory().touched(8, node());
        memory().discard(discarded);
        saidOf(discarded, 0);
    }

    @Test
    @DisplayName("13.8 files: a hole, in the cache, mapped")
    default void files() {
        saidOf(memory().hole(8), 0);
        MemoryRange cached = memory().cached(8, node(), true);
        saidOf(cached, 0);
        memory().read(cached);
        saidOf(cached, PRESENT | FILE);
        MemoryRange onDisk = memory().cachedFile(8, node());
        memory().read(onDisk);
        saidOf(onDisk, PRESENT | FILE);
    }

    @Test
    @DisplayName("13.8 a huge page is told as one, and can be cut anywhere")
    default void hugePages() {
        MemoryRange huge = memory().huge(node());
        saidOf(huge, PRESENT | HUGE);
        saidOf(pages(huge, 3, 7), PRESENT | HUGE);
        try (RawScan scan = scan()) {
            assertThat(scan.over(huge).with(RETURNED, SURE).with(MOST_PAGES, 3).regions())
                    .containsExactly(new Region(pages(huge, 0, 3), PRESENT | HUGE));
            assertThat(scan.walkEnd()).isEqualTo(huge.start() + 3L * memory().pageSize());
        }
    }

    @Test
    @DisplayName("13.8 a hugetlb page is huge before it is there")
    default void hugetlbPages() {
        MemoryRange huge = memory().hugetlb(node());
        saidOf(huge, HUGE);
        memory().read(huge);
        saidOf(huge, PRESENT | HUGE | FILE);
    }

    @Test
    @DisplayName("13.8 what is swapped out is told of private memory alone")
    default void swappedPages() {
        saidOf(memory().swapped(4, node()), SWAPPED);
        saidOf(memory().sharedSwapped(4, node()), 0);
    }

    @Test
    @DisplayName("13.8 guard regions and poison look swapped")
    default void markers() {
        saidOf(memory().guard(4), SWAPPED);
        saidOf(memory().poisoned(2), SWAPPED);
    }

    @Test
    @DisplayName("13.8 holes and frames of a device are passed over")
    default void holesAndDevices() {
        try (RawScan scan = scan()) {
            assertThat(scan.over(0x8000, 0xa000).regions()).isEmpty();
            assertThat(scan.walkEnd()).isEqualTo(0xa000);
            MemoryRange device = memory().device();
            assertThat(scan.over(device).regions()).isEmpty();
            assertThat(scan.walkEnd()).isEqualTo(device.end());
        }
    }

    @Test
    @DisplayName("13.8 a scan ends at the first page that there is no room for")
    default void aScanEndsWhereThereIsNoRoom() {
        MemoryRange range = everySecond(20);
        long page = memory().pageSize();
        try (RawScan scan = scan()) {
            assertThat(scan.over(range).with(RETURNED, PRESENT).regions()).hasSize(20);
            assertThat(scan.over(range).with(RETURNED, PRESENT).with(LENGTH, 3).regions())
                    .containsExactly(new Region(pages(range, 0, 1), PRESENT), new Region(pages(range, 1, 2), 0),
                            new Region(pages(range, 2, 3), PRESENT));
            assertThat(scan.walkEnd()).isEqualTo(range.start() + 3 * page);
            assertThat(scan.over(range).with(MASK, PRESENT).with(LENGTH, 3).regions()).hasSize(3);
            assertThat(scan.walkEnd()).isEqualTo(range.start() + 6 * page);
            assertThat(scan.over(range).with(MOST_PAGES, 3).regions())
                    .containsExactly(new Region(pages(range, 0, 3), 0));
            assertThat(scan.walkEnd()).isEqualTo(range.start() + 3 * page);
            assertThat(
                    scan.over(range.start(), range.start() + 4 * page).with(MASK, PRESENT).with(MOST_PAGES, 2).call())
                    .isEqualTo(2);
            assertThat(scan.walkEnd()).as("nothing more was asked for").isEqualTo(range.start() + 4 * page);
        }
    }

    @Test
    @DisplayName("13.8 beyond 512 regions the end of the walk is where the last full round ended")
    default void beyondARoundTheEndOfTheWalkIsStale() {
        MemoryRange range = everySecond(2000);
        long page = memory().pageSize();
        try (RawScan scan = scan()) {
            assertThat(scan.over(range).with(MASK, PRESENT).with(RETURNED, PRESENT).regions()).hasSize(1000)
                    .last().isEqualTo(new Region(pages(range, 1998, 1999), PRESENT));
            assertThat(scan.walkEnd()).as("all was walked").isEqualTo(range.start() + 1024 * page);
            assertThat(scan.over(range).with(MASK, PRESENT).with(LENGTH, 513).call()).isEqualTo(513);
            assertThat(scan.walkEnd()).isEqualTo(range.start() + 1026 * page);
            assertThat(scan.over(range).with(MASK, PRESENT).with(MOST_PAGES, 600).call()).isEqualTo(600);
            assertThat(scan.walkEnd()).isEqualTo(range.start() + 1200 * page);
        }
    }

    @Test
    @DisplayName("13.8 the library's scan says the same")
    default void theLibrarysScanSaysTheSame() {
        scan().close();
        MemoryRange range = everySecond(1300);
        try (CallFrame frame = new CallFrame();
                PageScan scan = Objects.requireNonNull(memory().kernel().openPageScan(frame, 0))) {
            List<Region> present = new ArrayList<>();
            for (long at = range.start(); at < range.end(); at = scan.stoppedAt()) {
                int found = scan.scan(frame, at, range.end(), false);
                assertThat(found).isPositive();
                for (int i = 0; i < found; i++) {
                    if (scan.categories(i) == PageScan.PRESENT) {
                        present.add(new Region(scan.start(i), scan.end(i), PRESENT));
                    }
                }
            }
            assertThat(present).hasSize(650).last().isEqualTo(new Region(pages(range, 1298, 1299), PRESENT));
        }
    }

    @RepeatedTest(4)
    @DisplayName("13.8 for random mixtures a scan finds what pagemap and maps say")
    default void aScanFindsWhatPagemapSays() {
        scan().close();
        long first = Long.getLong("seed", System.nanoTime());
        for (long seed = first; seed < first + 10; seed++) {
            try {
                new MixtureOfScans(memory(), seed).run(spans());
            } catch (AssertionError | RuntimeException lie) {
                throw new AssertionError("-Dseed=" + seed + ": " + lie.getMessage(), lie);
            } finally {
                memory().close();
            }
        }
    }

    /** Tells whether a scan may go over all the memory that was made and what lies between: nobody else maps anything there. */
    default boolean spans() {
        return false;
    }
}
