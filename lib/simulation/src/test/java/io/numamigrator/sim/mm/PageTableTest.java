package io.numamigrator.sim.mm;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.sim.machine.Geometry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever they are kept as, page tables say of each page what was put there. */
class PageTableTest {

    private static final Geometry GEOMETRY = new Geometry(4096);
    private static final int TABLE = GEOMETRY.pagesPerTable();

    /** A directory of tables, from a boundary on. */
    private static final long DIRECTORY = (long) TABLE * PageDirectory.TABLES;

    private static final int[] ENTRIES = {
        Pte.NONE, Pte.plain(0), Pte.plain(1), Pte.plain(63), Pte.ZERO, Pte.SWAPPED, Pte.RARE,
        Pte.PROT_NONE
    };

    private final PageTable table = new PageTable(GEOMETRY);

    /** What the pages from {@link #first} on should be. */
    private final int[] model = new int[(int) DIRECTORY + 4 * TABLE];

    /** So the pages lie in three directories, the first and the last in part. */
    private final long first = 7 * DIRECTORY - 2L * TABLE;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void theySayWhatWasPutThere(long seed) {
        Random random = new Random(seed);
        for (int turn = 0; turn < 400; turn++) {
            int from = place(random);
            int to = Math.max(from + 1, place(random));
            int one = ENTRIES[random.nextInt(ENTRIES.length)];
            int two = ENTRIES[random.nextInt(ENTRIES.length)];
            if (random.nextInt(3) == 0) {
                replacePlain(from, to, random.nextInt(2), random.nextInt(3));
            } else if (random.nextBoolean()) {
                table.fill(first + from, first + to, one);
                Arrays.fill(model, from, to, one);
            } else {
                table.set(first + from, two);
                model[from] = two;
            }
            int askedFrom = place(random);
            compare("seed " + seed + ", turn " + turn, askedFrom, Math.max(askedFrom, place(random)), one);
        }
    }

    /** Often a table's boundary, often one page beside it. */
    private int place(Random random) {
        int near = random.nextInt(model.length / TABLE) * TABLE;
        return switch (random.nextInt(4)) {
            case 0 -> near;
            case 1 -> near + 1;
            case 2 -> near + TABLE - 1;
            default -> random.nextInt(model.length);
        };
    }

    private void replacePlain(int from, int to, int old, int node) {
        table.replace(first + from, first + to, Pte.plain(old), Pte.plain(node));
        for (int i = from; i < to; i++) {
            model[i] = model[i] == Pte.plain(old) ? Pte.plain(node) : model[i];
        }
    }

    private void compare(String when, int from, int to, int entry) {
        long[] plain = new long[64];
        long[] plainThere = new long[64];
        boolean others = false;
        int equal = 0;
        for (int i = from; i < to; i++) {
            equal += model[i] == entry ? 1 : 0;
            others |= PackedEntriesTest.isOther(model[i]);
            if (Pte.kind(model[i]) == Pte.PLAIN) {
                plain[Pte.node(model[i])]++;
            }
        }
        table.countPlain(first + from, first + to, plainThere);
        assertThat(table.count(first + from, first + to, entry)).as("%s, count of %x", when, entry).isEqualTo(equal);
        assertThat(plainThere).as("%s, plain pages by node", when).isEqualTo(plain);
        assertThat(table.hasOthers(first + from, first + to)).as("%s, others", when).isEqualTo(others);
        assertThat(runs(from, to)).as("%s, runs of [%s, %s)", when, from, to).isEqualTo(expectedRuns(from, to));
    }

    private record Run(long from, long count, int entry) {}

    private List<Run> runs(int from, int to) {
        List<Run> runs = new ArrayList<>();
        table.eachRun(first + from, first + to, (page, count, entry) -> runs.add(new Run(page - first, count, entry)));
        return runs;
    }

    private List<Run> expectedRuns(int from, int to) {
        List<Run> runs = new ArrayList<>();
        for (int i = from; i < to;) {
            int limit = i;
            while (limit < to && model[limit] == model[i]) {
                limit++;
            }
            if (model[i] != Pte.NONE) {
                runs.add(new Run(i, limit - i, model[i]));
            }
            i = limit;
        }
        return runs;
    }

    private PageDirectory directory(long page) {
        return Objects.requireNonNull(table.directory(page));
    }

    @Test
    void oneOddPageSplitsATableThatIsOneWordAgainWhenThePageIsLikeTheOthers() {
        table.fill(first, first + 4L * TABLE, Pte.plain(0));
        assertThat(directory(first).entries(table.tableOf(first))).isNull();

        table.set(first + 5, Pte.plain(1));
        assertThat(directory(first).entries(table.tableOf(first))).isNotNull();
        assertThat(directory(first).entries(table.tableOf(first + TABLE))).isNull();

        table.replace(first, first + 4L * TABLE, Pte.plain(1), Pte.plain(0));
        assertThat(directory(first).entries(table.tableOf(first))).isNull();
        assertThat(runs(0, 4 * TABLE)).containsExactly(new Run(0, 4L * TABLE, Pte.plain(0)));
    }

    @Test
    void aTableIsKnownToHoldPlainPagesAloneAgainWhenItsOtherPageIsGone() {
        table.fill(first, first + TABLE, Pte.plain(0));
        table.set(first + 5, Pte.plain(1));
        table.set(first + 6, Pte.RARE);
        assertThat(table.hasOthers(first, first + TABLE)).isTrue();
        assertThat(table.hasOthers(first, first + 6)).isFalse();

        table.set(first + 6, Pte.plain(0));

        assertThat(table.hasOthers(first, first + TABLE)).isFalse();
        table.set(first + 7, Pte.PROT_NONE);
        assertThat(table.hasOthers(first, first + TABLE)).isTrue();
    }

    @Test
    void aHugeEntryIsNotAPlainPageUntilItIsSplit() {
        table.fill(first, first + TABLE, Pte.plain(0) | Pte.HUGE);
        assertThat(table.hasOthers(first, first + TABLE)).isTrue();
        assertThat(table.count(first, first + TABLE, Pte.plain(0))).isZero();

        table.fill(first, first + TABLE, Pte.plain(0));

        assertThat(table.hasOthers(first, first + TABLE)).isFalse();
        assertThat(table.count(first, first + TABLE, Pte.plain(0))).isEqualTo(TABLE);
    }
}
