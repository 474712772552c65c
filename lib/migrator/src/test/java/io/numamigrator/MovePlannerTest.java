package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.engine.MovePlanner;
import io.numamigrator.pages.MovePlan;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A placement becomes disjoint ascending runs, as few as its neighbours allow. */
class MovePlannerTest {

    private static final int PAGE = 4096;
    private static final long BASE = 0x7f00_0000_0000L;

    private static MovePlan plan(Placement placement) {
        return MovePlanner.build(placement, PAGE);
    }

    @Test
    void neighbouringAddressesWithOneNodeAreOneRun() {
        long[] addresses = {BASE, BASE + 8, BASE + PAGE, BASE + 2 * PAGE + 100, BASE + 3 * PAGE, BASE + 9 * PAGE};

        MovePlan plan = plan(Placement.of(addresses, new int[] {1, 1, 1, 1, 2, 2}));

        assertThat(plan.runs()).isEqualTo(3);
        assertThat(plan.count()).isEqualTo(5);
        assertThat(plan.node(2)).isEqualTo(1);
        assertThat(plan.node(3)).isEqualTo(2);
        assertThat(plan.address(4)).isEqualTo(BASE + 9 * PAGE);
    }

    @Test
    void addressesThatContinueARangeAreItsRun() {
        Placement placement =
                Placement.of(new MemoryRange(BASE, 2 * PAGE), 1).and(new long[] {BASE + 2 * PAGE}, new int[] {1});

        assertThat(plan(placement).runs()).isEqualTo(1);
        assertThat(plan(placement).count()).isEqualTo(3);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void ofTwoPartsThatNameAPageTheLaterOneCounts(long seed) {
        Random random = new Random(seed);
        for (int turn = 0; turn < 200; turn++) {
            NavigableMap<Long, Integer> expected = new TreeMap<>();
            Placement placement = Placement.nothing();
            for (int parts = 1 + random.nextInt(4); parts > 0; parts--) {
                placement = random.nextBoolean()
                        ? range(placement, expected, random)
                        : addresses(placement, expected, random);
            }
            MovePlan plan = plan(placement);
            NavigableMap<Long, Integer> found = new TreeMap<>();
            for (int i = 0; i < plan.count(); i++) {
                found.put(plan.address(i), plan.node(i));
            }
            assertThat(found).as("seed %s, turn %s: %s", seed, turn, placement).isEqualTo(expected);
            assertThat(plan.count()).as("seed %s, turn %s: a page stands once", seed, turn).isEqualTo(found.size());
            checkFill(plan, random);
        }
    }

    private static Placement range(Placement placement, NavigableMap<Long, Integer> expected, Random random) {
        long start = BASE + random.nextInt(20 * PAGE);
        long bytes = random.nextInt(10 * PAGE);
        int node = random.nextInt(3);
        for (long page = start & -PAGE; bytes > 0 && page < start + bytes; page += PAGE) {
            expected.put(page, node);
        }
        return placement.and(new MemoryRange(start, bytes), node);
    }

    private static Placement addresses(Placement placement, NavigableMap<Long, Integer> expected, Random random) {
        long[] addresses = new long[random.nextInt(12)];
        int[] nodes = new int[addresses.length];
        boolean neighbours = random.nextBoolean();
        long at = BASE + random.nextInt(20 * PAGE);
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = neighbours ? at : BASE + random.nextInt(30 * PAGE);
            nodes[i] = random.nextInt(2);
            expected.put(addresses[i] & -PAGE, nodes[i]);
            at += random.nextInt(3) * (long) PAGE / 2;
        }
        return placement.and(addresses, nodes);
    }

    private static void checkFill(MovePlan plan, Random random) {
        int from = random.nextInt(plan.count() + 1);
        int n = random.nextInt(plan.count() - from + 1);
        long[] into = new long[n + 2];
        plan.fill(from, n, into, 1);
        for (int i = 0; i < n; i++) {
            assertThat(into[1 + i]).isEqualTo(plan.address(from + i));
        }
        assertThat(into[0]).isZero();
        assertThat(into[n + 1]).isZero();
    }
}
