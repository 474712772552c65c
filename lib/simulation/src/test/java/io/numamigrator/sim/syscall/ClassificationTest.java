package io.numamigrator.sim.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;
import io.numamigrator.sim.fixture.Outcome;
import io.numamigrator.sim.fixture.PageBatch;
import io.numamigrator.sim.fixture.RawCalls;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SEMANTICS 1.5: what is said of one address, release by release. */
class ClassificationTest {

    private static final List<String> KERNELS =
            List.of("2.6.18", "2.6.29", "2.6.38", "3.10", "4.3", "5.10", "6.1", "6.12", "6.18", "7.3");

    /** A column for several kernels says the same of each. */
    @DisplayName("1.5 status of a move to node 1, by kernel")
    @ParameterizedTest(name = "1.5 {0}")
    @CsvSource(delimiter = '|', useHeadersInDisplayName = false, textBlock = """
            # kind           | 2.6.18  | 2.6.29  | 2.6.38  | 3.10    | 4.3     | 5.10    | 6.1     | 6.12    | 6.18    | 7.3
            top              | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT
            hole             | -ENOENT | -ENOENT | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT
            null             | -ENOENT | -ENOENT | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT
            kernel           | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT
            device           | -ENOENT | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT
            vvar             | -ENOENT | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -ENOENT
            vdso             | -EACCES | -EACCES | -EACCES | -EACCES | -EACCES | -EACCES | -EACCES | -EACCES | -EACCES | -EACCES
            low-zone         | 1       | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT
            dax              | 1       | 1       | 1       | 1       | 1       | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT
            hugetlb          | -EFAULT | -EFAULT | -EFAULT | -EFAULT | 1       | 1       | 1       | 1       | 1       | 1
            hugetlb-tail     | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EACCES | -EACCES | -EACCES | 1       | 1       | 1
            hugetlb-none     | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -ENOENT | -ENOENT | -ENOENT | -ENOENT | -ENOENT | -ENOENT
            none             | -ENOENT | -ENOENT | -ENOENT | -ENOENT | -EFAULT | -EFAULT | -EFAULT | -ENOENT | -ENOENT | -ENOENT
            shmem-none       | -ENOENT | -ENOENT | -ENOENT | -ENOENT | -ENOENT | -ENOENT | -ENOENT | -ENOENT | -ENOENT | -ENOENT
            file-none        | -ENOENT | -ENOENT | -ENOENT | -ENOENT | -ENOENT | -ENOENT | -ENOENT | -ENOENT | -ENOENT | -ENOENT
            private-file-none | -ENOENT | -ENOENT | -ENOENT | -ENOENT | -ENOENT | -ENOENT | -ENOENT | -ENOENT | -ENOENT | -ENOENT
            swapped          | -ENOENT | -ENOENT | -ENOENT | -ENOENT | -ENOENT | -ENOENT | -ENOENT | -ENOENT | -ENOENT | -ENOENT
            shmem-swapped    | -ENOENT | -ENOENT | -ENOENT | -ENOENT | -ENOENT | -ENOENT | -ENOENT | -ENOENT | -ENOENT | -ENOENT
            zero             | -ENOENT | 1       | -ENOENT | -ENOENT | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT | -EFAULT
            device-memory    | 1       | 1       | 1       | 1       | 1       | 1       | -ENOENT | -ENOENT | -ENOENT | -ENOENT
            protnone         | 1       | 1       | 1       | 1       | 1       | 1       | -ENOENT | 1       | 1       | 1
            forked           | -EACCES | -EACCES | -EACCES | -EACCES | -EACCES | -EACCES | -EACCES | -EACCES | -EACCES | -EACCES
            double           | -EACCES | -EACCES | -EACCES | -EACCES | -EACCES | -EACCES | -EACCES | -EACCES | 1       | 1
            mlocked          | 1       | 1       | 1       | 1       | 1       | 1       | 1       | 1       | 1       | 1
            shmem            | 1       | 1       | 1       | 1       | 1       | 1       | 1       | 1       | 1       | 1
            file             | 1       | 1       | 1       | 1       | 1       | 1       | 1       | 1       | 1       | 1
            cow              | 1       | 1       | 1       | 1       | 1       | 1       | 1       | 1       | 1       | 1
            g                | 1       | 1       | 1       | 1       | 1       | 1       | 1       | 1       | 1       | 1
            """)
    void oneAddress(
            String kind, String a, String b, String c, String d, String e, String f, String g, String h, String i,
            String j) {
        List<String> expected = List.of(a, b, c, d, e, f, g, h, i, j);
        List<String> found = KERNELS.stream().map(kernel -> statusOf(kind, kernel)).toList();
        assertThat(found).as(kind + " on " + KERNELS).isEqualTo(expected);
    }

    /** A movable page goes along, so that the oldest kernels have something to do. */
    private static String statusOf(String kind, String kernel) {
        Outcome outcome = PageBatch.on(kernel).move(kind + ">1 g>1");
        List<String> statuses = Arrays.asList(outcome.statuses().split(" ", -1));
        return statuses.getFirst();
    }

    @DisplayName("1.5 KSM pages: off the LRU in 2.6.32, passed over 2.6.33 to 3.8, then ordinary")
    @ParameterizedTest(name = "1.5 KSM on {0} is {1}")
    @CsvSource({"2.6.32,-EBUSY", "2.6.33,-ENOENT", "3.8,-ENOENT", "3.9,1", "6.12,1"})
    void mergedPages(String kernel, String status) {
        assertThat(statusOf("ksm", kernel)).isEqualTo(status);
    }

    @Test
    @DisplayName("1.5 a page in place is neither shared nor busy")
    void aPageInPlaceIsInPlaceWhateverElseItIs() {
        for (String kernel : KERNELS) {
            PageBatch batch = PageBatch.on(kernel);
            Outcome outcome = batch.move("forked@1>1 P@1>1 double@1>1 g>1");
            assertThat(outcome).as(kernel).isEqualTo(new Outcome("0", "1 1 1 1"));
        }
    }

    @Test
    @DisplayName("1.5 note: MOVE_ALL moves what is mapped more than once")
    void moveAllMovesSharedPages() {
        PageBatch batch = PageBatch.on("6.12");
        assertThat(batch.move("forked>1 double>1 vdso>1", MovePages.MOVE_ALL))
                .isEqualTo(new Outcome("0", "1 1 -EBUSY"));
    }

    @Test
    @DisplayName("1.5 note: after fork both sides are shared until one writes")
    void aWriteSeparatesForkedPages() {
        SimulatedMachine machine = SimulatedMachine.twoNodes();
        SimulatedProcess parent = machine.process();
        var page = parent.map(4096);
        parent.place(page, 0);
        SimulatedProcess child = parent.fork();
        RawCalls mine = new RawCalls(parent);
        RawCalls childs = new RawCalls(child);
        long[] address = {page.start()};

        assertThat(mine.movePages(0, address, new int[] {1}, 2)).isEqualTo(new Outcome("0", "-EACCES"));
        assertThat(childs.movePages(0, address, new int[] {1}, 2)).isEqualTo(new Outcome("0", "-EACCES"));
        child.touch(page);

        assertThat(mine.movePages(0, address, new int[] {1}, 2)).isEqualTo(new Outcome("0", "1"));
        assertThat(childs.query(0, address)).isEqualTo(new Outcome("0", "0"));
    }

    @Test
    @DisplayName("1.5 unaligned addresses mean their page")
    void anUnalignedAddressMeansItsPage() {
        PageBatch batch = PageBatch.on("6.12");
        batch.name("odd", batch.kinds.address("g", 0) + 4095);
        assertThat(batch.move("odd>1")).isEqualTo(new Outcome("0", "1"));
    }
}
