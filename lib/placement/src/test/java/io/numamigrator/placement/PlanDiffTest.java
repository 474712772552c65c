package io.numamigrator.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.MemoryRange;
import io.numamigrator.placement.PlanDiff.Difference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Plans compared: the differences are those of the pages, whatever the entries are cut into. */
class PlanDiffTest {

    @Test
    void differencesAreToldByRange() throws IOException {
        PlacementPlan first = Plans.of(Plans.entry(0x10000, 4, 1), Plans.entry(0x20000, 2, 1));
        PlacementPlan second = Plans.of(Plans.entry(0x11000, 2, 2), Plans.entry(0x13000, 1, 1),
                Plans.entry(0x20000, 3, 1));
        assertThat(first.diff(second).differences()).containsExactly(
                new Difference.OnlyFirst(new MemoryRange(0x10000, 0x1000), 1),
                new Difference.OtherTarget(new MemoryRange(0x11000, 0x2000), 1, 2),
                new Difference.OnlySecond(new MemoryRange(0x22000, 0x1000), 1));
        assertThat(first.diff(first).isEmpty()).isTrue();
        assertThat(first.diff(second).isEmpty()).isFalse();
        assertThat(first.diff(second).otherProcess()).isFalse();
    }

    @Test
    void anotherProcessIsADifference() throws IOException {
        PlacementPlan plan = Plans.of();
        PlacementPlan other = Plans.read(Plans.HEADER.replace("\"start\":42", "\"start\":43"));
        assertThat(plan.diff(other).otherProcess()).isTrue();
        assertThat(plan.diff(other).isEmpty()).isFalse();
        assertThat(plan.diff(Plans.read(Plans.HEADER.replace("sha256:00", "sha256:01"))).otherTopology()).isTrue();
    }

    @Test
    void theyAreThoseOfThePages() throws IOException {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            List<PlanEntry> a = entries(random);
            List<PlanEntry> b = entries(random);
            Map<Long, String> expected = new TreeMap<>();
            Map<Long, Integer> inA = pages(a);
            Map<Long, Integer> inB = pages(b);
            inA.forEach((page, node) -> {
                if (!node.equals(inB.get(page))) {
                    expected.put(page, node + ">" + inB.get(page));
                }
            });
            inB.forEach((page, node) -> {
                if (!inA.containsKey(page)) {
                    expected.put(page, "null>" + node);
                }
            });
            Map<Long, String> found = new TreeMap<>();
            for (Difference difference : Plans.of(a.toArray(PlanEntry[]::new))
                    .diff(Plans.of(b.toArray(PlanEntry[]::new))).differences()) {
                String text = switch (difference) {
                    case Difference.OnlyFirst(MemoryRange _, int node) -> node + ">null";
                    case Difference.OnlySecond(MemoryRange _, int node) -> "null>" + node;
                    case Difference.OtherTarget(MemoryRange _, int from, int to) -> from + ">" + to;
                };
                for (long at = difference.range().start(); at < difference.range().end(); at += 4096) {
                    assertThat(found.put(at, text)).isNull();
                }
            }
            assertThat(found).describedAs("seed " + seed).isEqualTo(expected);
        }
    }

    private static List<PlanEntry> entries(Random random) {
        List<PlanEntry> entries = new ArrayList<>();
        for (long page = random.nextInt(4); page < 40;) {
            long pages = 1L + random.nextInt(6);
            entries.add(Plans.entry(page * 4096, pages, random.nextInt(3)));
            page += pages + random.nextInt(3);
        }
        java.util.Collections.shuffle(entries, random);
        return entries;
    }

    private static Map<Long, Integer> pages(List<PlanEntry> entries) {
        Map<Long, Integer> pages = new TreeMap<>();
        entries.forEach(entry -> {
            for (long at = entry.range().start(); at < entry.range().end(); at += 4096) {
                pages.put(at, entry.target());
            }
        });
        return pages;
    }
}
