package io.numamigrator.sim.mm;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.sim.machine.Geometry;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Four entries in a word do what four entries in an array do. */
class PackedEntriesTest {

    private static final int COUNT = 512;

    /** Every kind of entry, on nodes whose bits are next to the kind's; the last is the largest value that 16 bits take. */
    private static final int[] ENTRIES = {
        Pte.NONE,
        Pte.plain(0),
        Pte.plain(1),
        Pte.plain(1023),
        Pte.plain(1) | Pte.ISOLATED,
        Pte.plain(1023) | Pte.ISOLATED,
        Pte.PROT_NONE | 1,
        Pte.ZERO,
        Pte.SWAPPED,
        Pte.RARE,
        Pte.RARE | Pte.HUGE,
        Pte.plain(2) | Pte.HUGE,
        0xffff
    };

    private static final int[] MASKS = {Pte.KIND | Pte.NODE, Pte.ISOLATED, Pte.KIND | Pte.ISOLATED, 0xffff};

    private final int[] model = new int[COUNT];
    private final PackedEntries entries = new PackedEntries(COUNT, Pte.NONE);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theyAreAnArrayOfEntries(long seed) {
        Random random = new Random(seed);
        for (int turn = 0; turn < 3000; turn++) {
            int from = random.nextInt(COUNT);
            int to = from + 1 + random.nextInt(random.nextBoolean() ? Math.min(9, COUNT - from) : COUNT - from);
            int one = ENTRIES[random.nextInt(ENTRIES.length)];
            int two = ENTRIES[random.nextInt(ENTRIES.length)];
            int mask = MASKS[random.nextInt(MASKS.length)];
            change(random.nextInt(4), from, to, one, two);
            assertThat(IntStream.range(0, COUNT).map(entries::get).toArray())
                    .as("seed %s, turn %s: [%s, %s) %x %x", seed, turn, from, to, one, two)
                    .isEqualTo(model);
            assertThat(answers(from, to, one, two, mask))
                    .as("seed %s, turn %s: [%s, %s) %x %x", seed, turn, from, to, one, mask)
                    .isEqualTo(expected(from, to, one, two, mask));
        }
    }

    private void change(int how, int from, int to, int one, int two) {
        switch (how) {
            case 0 -> {
                Arrays.fill(model, from, to, one);
                entries.fill(from, to, one);
            }
            case 1 -> {
                model[from] = one;
                entries.fill(from, from + 1, one);
            }
            case 2 -> {
                for (int i = from; i < to; i++) {
                    model[i] = model[i] & ~one | two;
                }
                entries.change(from, to, one, two);
            }
            default -> {
                int replaced = count(from, to, one);
                for (int i = from; i < to; i++) {
                    model[i] = model[i] == one ? two : model[i];
                }
                assertThat(entries.replace(from, to, one, two)).isEqualTo(replaced);
            }
        }
    }

    private int[] answers(int from, int to, int one, int two, int mask) {
        return new int[] {
            entries.count(from, to, one),
            entries.endOf(from, to, mask, one & mask),
            entries.find(from, to, mask, two & mask),
            entries.hasOthers(from, to) ? 1 : 0,
            entries.areEqual() ? 1 : 0
        };
    }

    private int[] expected(int from, int to, int one, int two, int mask) {
        return new int[] {
            count(from, to, one),
            IntStream.range(from, to).filter(i -> (model[i] & mask) != (one & mask)).findFirst().orElse(to),
            IntStream.range(from, to).filter(i -> (model[i] & mask) == (two & mask)).findFirst().orElse(to),
            IntStream.range(from, to).anyMatch(i -> isOther(model[i])) ? 1 : 0,
            Arrays.stream(model).distinct().count() == 1 ? 1 : 0
        };
    }

    private int count(int from, int to, int entry) {
        return (int) IntStream.range(from, to).filter(i -> model[i] == entry).count();
    }

    static boolean isOther(int entry) {
        int kind = entry & Pte.KIND;
        return kind == Pte.RARE || kind == Pte.PROT_NONE || (entry & Pte.HUGE) != 0;
    }

    @Test
    void aSearchOfNoEntriesEndsWhereItBegins() {
        assertThat(entries.endOf(0, 0, 0xffff, Pte.plain(1))).isZero();
        assertThat(entries.find(0, 0, 0xffff, Pte.NONE)).isZero();
        assertThat(entries.find(COUNT, COUNT, 0xffff, Pte.NONE)).isEqualTo(COUNT);
    }

    @Test
    void aTableOfTheLargestPagesIsCountedWithoutOverflow() {
        PackedEntries large = new PackedEntries(new Geometry(1 << 16).pagesPerTable(), Pte.plain(3));

        assertThat(large.count(0, 8192, Pte.plain(3))).isEqualTo(8192);
        assertThat(large.count(0, 8192, Pte.plain(2))).isZero();
        assertThat(large.replace(0, 8192, Pte.plain(3), Pte.plain(0))).isEqualTo(8192);
        assertThat(large.areEqual()).isTrue();
    }
}
